/** For how many days the page lets a shape of query be allowed, and the usual; the API takes any from 1 to 90. */
export const REMEMBERED_DAYS = [1, 7, 30, 90] as const
export const USUAL_DAYS = 30
