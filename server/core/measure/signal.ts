import type { ScanName } from './scan.ts'

/** Numbers read off one scan's answer. */
export type Signal = { readonly scan: ScanName }
