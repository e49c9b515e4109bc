/** What a colour says. Never alone: a word or an icon stands beside it. */
export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'
