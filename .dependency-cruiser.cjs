// Who may import whom; the reasons are in ARCHITECTURE.md.
const TEST = '\\.(test|contract)\\.ts$|^server/testing/'
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('core-is-pure', { path: '^server/core/', pathNot: TEST }, { pathNot: '^server/core/' }),
    rule('app-knows-core-only', { path: '^server/app/', pathNot: TEST }, { pathNot: '^server/(core|app)/' }),
    rule(
      'adapters-do-not-meet',
      { path: '^server/adapters/([^/]+)/', pathNot: TEST },
      { path: '^server/(adapters|app|graphql|http)/', pathNot: '^server/adapters/$1/' },
    ),
    rule('graphql-asks-app', { path: '^server/graphql/', pathNot: TEST }, { path: '^server/(adapters|http)/' }),
    rule('http-is-an-edge', { path: '^server/http/', pathNot: TEST }, { path: '^server/adapters/' }),
    rule(
      'only-main-composes',
      { pathNot: ['^server/main(\\.ts$|/)', TEST] },
      { path: '^server/(main(\\.ts$|/)|env\\.ts$)' },
    ),
    rule('no-test-code-in-production', { path: '^(server|client|demo)/', pathNot: TEST }, { path: TEST }),
    rule('client-and-server-are-strangers', { path: '^client/' }, { path: '^(server|prisma|demo)/' }),
    rule('server-and-client-are-strangers', { path: '^server/' }, { path: '^client/' }),
    rule('no-cycles', { pathNot: '/generated/' }, { circular: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
}
