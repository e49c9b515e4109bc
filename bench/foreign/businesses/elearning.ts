import { clock, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const courses = [
  ['PY1', 'Programming', 20],
  ['SQL1', 'Programming', 14],
  ['DE-A1', 'Languages', 16],
  ['FR-A2', 'Languages', 9],
  ['STAT', 'Mathematics', 12],
  ['BWL', 'Économie', 8],
] as const

export const elearning: Business = {
  name: 'elearning',
  zone: 'UTC',
  start: '2026-02-16',
  days: [54, 64],
  rows: [55_000, 75_000],
  rhythm: { week: [1.15, 1.12, 1.08, 1.05, 0.85, 0.8, 1.05], hours: clock, trend: 0.2, noise: 0.05 },
  segments: courses.map(([course, , weight]) => [course, weight]),
  landing: 'learn_activity',
  watched: 'learn_activity',
  tables: first => [
    {
      name: 'learn_course',
      sql: values(
        ['course_id', 'subject', 'title'],
        courses.map(([id, subject]) => [id, subject, `Course ${id}`]),
      ),
    },
    {
      name: 'learn_activity',
      sql: `SELECT substr(md5(concat('a', g)), 1, 20) AS activity_id, t AS occurred_at, t + to_seconds((30 + 500 * ${u('lag')})::BIGINT) AS received_at,
        seg AS course_id, CASE seg ${courses.map(([id, subject]) => `WHEN '${id}' THEN '${subject}'`).join(' ')} END AS subject,
        ${pick('verb', [
          ['watched', 44],
          ['answered', 30],
          ['read', 18],
          ['posted', 5],
          ['uploaded', 3],
        ])} AS verb,
        ${pick('device', [
          ['iPhone', 27],
          ['Android phone', 31],
          ['desktop', 36],
          ['tablet', 6],
        ])} AS device,
        ${pick('plan', [
          ['free', 58],
          ['plus', 30],
          ['campus licence', 12],
        ])} AS plan,
        ${pick('lang', [
          ['English', 50],
          ['Français', 22],
          ['Español', 18],
          ['Português', 10],
        ])} AS ui_language,
        'u' || lpad((pow(${u('user')}, 1.5) * 6800)::INT::VARCHAR, 6, '0') AS learner_id,
        round(${spread('sec', 310, 0.7)})::INTEGER AS seconds_spent, round(100 * pow(${u('prog')}, 0.8), 1) AS progress_pct,
        CASE WHEN ${u('score?')} < 0.55 THEN round(100 * pow(${u('score')}, 0.35), 1) END AS score_pct,
        ${releases('app', '7.3', [
          { version: '7.4', from: plusDays(first, 14), days: 8 },
          { version: '7.5', from: plusDays(first, 33), days: 6 },
        ])} AS app_release,
        CASE WHEN ${u('com?')} < 0.2 THEN ${pick('com', [
          ['très utile, merci', 3],
          ['could be shorter', 4],
          ['¿hay más ejercicios?', 2],
          ['the sound of part two is broken', 2],
        ])} || ' #' || (${u('comno')} * 900)::INT END AS comment_text,
        CASE WHEN ${u('ref?')} < 0.71 THEN ${pick('ref', [
          ['newsletter', 4],
          ['search', 5],
          ['school', 3],
        ])} END AS referrer, 'active' AS record_state FROM grain`,
    },
    {
      name: 'learn_signup',
      sql: `SELECT i AS signup_id, t AS signed_up_at, ${pick('plan', [
        ['free', 58],
        ['plus', 30],
        ['campus licence', 12],
      ])} AS plan FROM grain WHERE ${u('signup')} < 0.06`,
    },
  ],
  roles: {
    id: { ...same('activity_id'), sort: 'text' },
    time: { ...same('occurred_at'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: same('received_at'),
    dims: [
      { ...same('course_id'), values: courses.map(([id]) => id) },
      { ...same('verb'), values: ['watched', 'answered', 'read', 'posted'] },
      { ...same('device'), values: ['iPhone', 'Android phone', 'desktop', 'tablet'] },
      { ...same('plan'), values: ['free', 'plus', 'campus licence'] },
      { ...same('ui_language'), values: ['English', 'Français', 'Español', 'Português'] },
    ],
    version: { ...same('app_release'), values: ['7.3', '7.4', '7.5'] },
    who: same('learner_id'),
    measures: [
      { ...same('seconds_spent'), scale: 'duration' },
      { ...same('progress_pct'), scale: 'percent' },
      { ...same('score_pct'), scale: 'percent' },
    ],
    texts: [same('comment_text')],
    optional: [same('score_pct'), same('referrer')],
    code: null,
    lookup: null,
    history: null,
    hidden: { column: same('record_state'), value: 'deleted' },
    parts: null,
    currency: null,
    credits: null,
  },
}
