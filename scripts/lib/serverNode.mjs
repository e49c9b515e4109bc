// How the server's Node is started. Left alone, V8 lets a young generation of 48 MB and glibc an arena for each thread grow: 100 to 150 MB that hold nothing but garbage.
export const serverFlags = ['--max-semi-space-size=4', '--v8-pool-size=2']
export const serverEnvironment = { MALLOC_ARENA_MAX: '2' }
