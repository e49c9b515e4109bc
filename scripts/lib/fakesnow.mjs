import { ensurePython } from './pythonPlace.mjs'

/** A Snowflake stand-in and what it needs, pinned: newer connectors no longer hold the parts that it uses. */
const PACKAGES = ['fakesnow[server]==0.12.1', 'snowflake-connector-python==4.8.1', 'PyJWT==2.15.1', 'cryptography>=42']

/** The environment in which the tests find the stand-in; empty where it cannot be had. */
export const ensureFakesnow = async () => {
  const python = await ensurePython({
    title: 'fakesnow',
    name: 'fakesnow-0.12.1',
    packages: PACKAGES,
    imports: 'fakesnow, jwt, uvicorn',
  })
  return python === null ? {} : { FAKESNOW_PYTHON: python }
}
