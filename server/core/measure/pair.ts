/** Two windows side by side: the alert's, and the normal days scaled to one such window. */
export type Pair = { readonly alert: number; readonly normal: number }
