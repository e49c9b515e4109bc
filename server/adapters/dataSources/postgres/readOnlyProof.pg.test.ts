import { afterEach, expect, test } from 'vitest'
import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { postgresLogin, READ_ALL, type PostgresLogin } from '../../../testing/postgresLogin.ts'
import { postgres } from '../postgres.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}
const SEED = [
  'CREATE SCHEMA sales',
  'CREATE TABLE sales.orders (id integer)',
  'CREATE TABLE public.orders (id integer GENERATED ALWAYS AS IDENTITY, amount integer NOT NULL)',
  'INSERT INTO public.orders (amount) VALUES (1), (2)',
]
const logins: PostgresLogin[] = []

afterEach(async () => {
  for (const { remove } of logins.splice(0)) await remove()
})

const login = async (grants: (role: string) => readonly string[]) => {
  const made = await postgresLogin(SEED, role => [
    ...READ_ALL(role),
    `GRANT USAGE ON SCHEMA sales TO ${role}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA sales TO ${role}`,
    ...grants(role),
  ])
  logins.push(made)
  return made
}

const prove = async ({ settings, password }: Pick<PostgresLogin, 'settings' | 'password'>): Promise<ReadOnlyProof> => {
  const connected = await postgres.connect({ kind: 'postgres', settings, secrets: { password } }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  const proof = await connected.value.proveReadOnly()
  await connected.value.close()
  if (!proof.ok) throw new Error(`${proof.problem.code}: ${proof.problem.message}`)
  return proof.value
}

/** Everything that a probe could leave behind. */
const fingerprint = async ({ admin }: PostgresLogin): Promise<readonly unknown[]> =>
  (
    await admin.query<Record<string, unknown>>(`
  SELECT (SELECT json_agg(c.relname ORDER BY c.relname) FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'sales'::regnamespace)) AS relations,
    (SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_') AS schemas,
    (SELECT json_agg(o ORDER BY o.id) FROM public.orders o) AS orders, (SELECT count(*) FROM sales.orders) AS sales,
    (SELECT count(*) FROM pg_roles WHERE rolname LIKE '%probe%') AS probes, obj_description('public.orders'::regclass) AS comment,
    (SELECT last_value FROM public.orders_id_seq) AS sequence`)
  ).rows

test('a role that may only select is read-only', async () => {
  const { role, ...reader } = await login(() => [])
  expect(await prove(reader)).toEqual({
    readOnly: true,
    how: `The role ${role} may only read: creating, changing and deleting was tried and refused.`,
  })
})

test('what a role may write is said, nothing is left behind, and the remedy makes it read-only', async () => {
  const writer = await login(role => [
    `GRANT INSERT ON public.orders TO ${role}`,
    `GRANT UPDATE (amount) ON public.orders TO ${role}`,
    `GRANT DELETE, TRUNCATE ON sales.orders TO ${role}`,
    `GRANT CREATE ON SCHEMA sales TO ${role}`,
  ])
  const before = await fingerprint(writer)
  const proof = await prove(writer)
  expect(proof).toMatchObject({
    readOnly: false,
    canDo: ['create tables in the schema sales', 'insert, update in public.orders', 'delete, truncate in sales.orders'],
  })
  expect(await fingerprint(writer)).toEqual(before)
  await writer.admin.query(proof.readOnly ? '' : proof.grant)
  expect(await prove(writer)).toMatchObject({ readOnly: true })
})

test('rights of everybody count, and the remedy takes them away', async () => {
  const writer = await login(() => [
    'GRANT UPDATE ON public.orders TO PUBLIC',
    'GRANT CREATE ON SCHEMA public TO PUBLIC',
  ])
  const proof = await prove(writer)
  expect(proof).toMatchObject({
    readOnly: false,
    canDo: ['create tables in the schema public', 'update in public.orders'],
  })
  await writer.admin.query(proof.readOnly ? '' : proof.grant)
  expect(await prove(writer)).toMatchObject({ readOnly: true })
})

test('an owner is told to connect another role, and that role is read-only', async () => {
  const owner = await login(role => [`ALTER TABLE public.orders OWNER TO ${role}`])
  const proof = await prove(owner)
  expect(proof).toMatchObject({
    readOnly: false,
    canDo: ['insert, update, delete, truncate in public.orders', 'alter or drop public.orders'],
  })
  if (proof.readOnly) return
  const reader = `reader_${owner.role}`.slice(0, 60)
  expect(proof.grant).toContain('CREATE ROLE dataing_reader LOGIN')
  await owner.admin.query(proof.grant.replaceAll('dataing_reader', reader).replace('<choose one>', owner.password))
  expect(await prove({ settings: { ...owner.settings, user: reader }, password: owner.password })).toMatchObject({
    readOnly: true,
  })
  await owner.admin.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`)
})

test('powers of the role itself are said', async () => {
  const powerful = await login(role => [
    `ALTER ROLE ${role} CREATEDB CREATEROLE`,
    `GRANT pg_read_server_files TO ${role}`,
    `GRANT EXECUTE ON FUNCTION pg_read_file(text) TO ${role}`,
  ])
  expect(await prove(powerful)).toMatchObject({
    readOnly: false,
    canDo: ['create databases', 'create roles', 'read files of the server'],
  })
})

test('a superuser can do everything', async () => {
  const superuser = await login(role => [`ALTER ROLE ${role} SUPERUSER`])
  const proof = await prove(superuser)
  expect(proof.readOnly ? [] : proof.canDo.slice(0, 2)).toEqual(['do anything, as a superuser', 'create roles'])
})

test('no trigger runs, and nobody waits for a probe', async () => {
  const writer = await login(role => [
    'CREATE TABLE public.log (fired integer)',
    `GRANT INSERT ON public.log TO ${role}`,
    'CREATE SEQUENCE public.fired',
    `GRANT INSERT, UPDATE, DELETE ON public.orders TO ${role}`,
    `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM nextval('public.fired'); RETURN NULL; END $$`,
    'CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON public.orders FOR EACH STATEMENT EXECUTE FUNCTION note()',
  ])
  expect(await prove(writer)).toMatchObject({
    canDo: ['insert in public.log', 'insert, update, delete in public.orders'],
  })
  expect((await writer.admin.query('SELECT is_called FROM public.fired')).rows).toEqual([{ is_called: false }])
})
