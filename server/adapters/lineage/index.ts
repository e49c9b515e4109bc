import { dbtManifest } from './dbtManifest.ts'
import { openLineage } from './openLineage.ts'

/** Every program whose lineage is read: a new one is a file in this folder and a line here. */
export const lineageReaders = [dbtManifest, openLineage] as const
