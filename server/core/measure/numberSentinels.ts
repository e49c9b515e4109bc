/** Numbers that systems write where they have no value. */
export const numberSentinels = [-1, 999, 9999, 99999, 999999, -999, -9999] as const
