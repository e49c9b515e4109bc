/** For how long the page lets a shape of query be allowed; the API takes other times too. */
export const REMEMBERED_DAYS = 30
