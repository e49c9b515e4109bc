/** The one look of everything that takes text or a choice. */
export const CONTROL =
  'w-full h-11 md:h-9 rounded-lg border border-control/70 bg-raised px-3 text-sm text-ink placeholder:text-faint ' +
  'hover:border-control focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60'
