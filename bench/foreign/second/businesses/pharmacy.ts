import { kept, same, type Business } from '../../business.ts'
import { pick, plusDays, spread, u, values } from '../../sql.ts'
import { dayText, drawn, mix } from './mix.ts'

const shops = ['00412', '00438', '00511', '00620', '00733', '01044', '01102'] as const
const groups = [
  ['A02', 'Antiacidi', 'Apparato digerente'],
  ['B01', 'Antitrombotici', 'Sangue'],
  ['C09', 'ACE-inibitori', 'Cardiovascolare'],
  ['J01', 'Antibiotici', 'Antimicrobici'],
  ['M01', 'Antinfiammatori', 'Muscoli'],
  ['N05', 'Ansiolitici', 'Sistema nervoso'],
  ['R06', 'Antistaminici', 'Respiratorio'],
] as const
const group = mix(
  kept('gruppo_atc', 'atc'),
  groups.map(([code], index) => [code, [22, 12, 21, 14, 17, 8, 6][index] ?? 6]),
)
const price = mix(same('fascia'), [
  ['A', 51],
  ['C', 26],
  ['SOP', 14],
  ['OTC', 9],
])
const payment = mix(kept('pagamento', 'pag'), [
  ['bancomat', 48],
  ['contanti', 31],
  ['ticket', 15],
  ['più tardi', 6],
])
const line = mix(kept('tipo_riga', 'tipo'), [
  ['vendita', 95],
  ['reso', 5],
])
const till = mix(kept('versione_cassa', 'cassa'), [
  ['WF 8.1', 57],
  ['WF 8.2', 29],
  ['WF 7.6', 14],
])
const amount = `round(CASE WHEN tipo = 'reso' THEN -1 ELSE 1 END * pezzi * prezzo, 2)`
const total = { ...kept('importo', 'totale'), scale: 'money' } as const

export const pharmacy: Business = {
  name: 'pharmacy',
  zone: 'UTC',
  start: '2026-01-12',
  days: [64, 76],
  rows: [100_000, 118_000],
  rhythm: {
    week: [1.3, 1.15, 1.1, 1.1, 1.15, 0.9, 0.2],
    hours: [0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 9, 9, 6, 2, 1, 4, 7, 8, 8, 5, 1],
    trend: 0.06,
    noise: 0.035,
  },
  segments: shops.map((shop, index) => [shop, 18 - index * 2]),
  landing: 'src.scontrini',
  watched: 'mag.righe_vendita',
  tables: first => [
    { name: 'mag.gruppi_atc', sql: values(['atc', 'gruppo', 'apparato'], groups) },
    {
      name: 'mag.listino',
      sql: `SELECT fascia, listino, dal::DATE AS dal, al::DATE AS al FROM (${values(
        ['fascia', 'listino', 'dal', 'al'],
        price.values.flatMap(one => [
          [one, `${one}/25`, plusDays(first, -380), plusDays(first, -13)],
          [one, `${one}/26`, plusDays(first, -12), '9999-12-31'],
        ]),
      )})`,
    },
    {
      name: 'src.scontrini',
      sql: `SELECT * EXCLUDE (prezzo), ${amount} AS netto, round(0.1 * ${amount}, 2) AS iva, ${amount} + round(0.1 * ${amount}, 2) AS totale FROM (
        SELECT 31000000 + i AS riga_id, day AS data_vendita, seg AS cod_farmacia, ${drawn(group)}, ${drawn(price)}, ${drawn(payment)}, ${drawn(line)},
        ${drawn(till)}, (1 + pow(${u('pezzi')}, 4) * 5)::INTEGER AS pezzi, ${spread('prezzo', 9.4, 0.7)} AS prezzo,
        'SC' || lpad((i // 3)::VARCHAR, 8, '0') AS scontrino, 'OP' || lpad((${u('op')} * 60)::INT::VARCHAR, 3, '0') AS operatore,
        CASE WHEN ${u('cf?')} < 0.62 THEN upper(substr(md5(concat(g, 'cf')), 1, 11)) END AS cod_fiscale,
        CASE WHEN ${u('nota?')} < 0.1 THEN ${pick('nota', [
          ['ricetta bianca, medico da avvisare ', 3],
          ['confezione sostituita perché rotta ', 2],
        ])} || (${u('notan')} * 700)::INT END AS nota, ${dayText('scad', 96, 900)} AS scadenza,
        day::TIMESTAMP + INTERVAL 27 HOUR + to_seconds((900 * ${u('lotto')})::BIGINT) AS importato FROM grain)`,
    },
    {
      name: 'mag.righe_vendita',
      sql: `SELECT r.riga_id, r.data_vendita AS giorno, r.cod_farmacia, r.atc AS gruppo_atc, a.gruppo, a.apparato, r.fascia, l.listino,
        r.pag AS pagamento, r.tipo AS tipo_riga, r.cassa AS versione_cassa, r.pezzi, r.netto, r.iva, r.totale AS importo, r.scontrino, r.operatore,
        r.cod_fiscale, r.nota, r.scadenza, r.importato AS importato_il FROM src.scontrini r LEFT JOIN mag.gruppi_atc a ON a.atc = r.atc
        LEFT JOIN mag.listino l ON l.fascia = r.fascia AND r.data_vendita BETWEEN l.dal AND l.al`,
    },
  ],
  roles: {
    id: { ...same('riga_id'), sort: 'number' },
    time: { ...kept('giorno', 'data_vendita'), kind: 'date', sourceKind: 'date' },
    loaded: kept('importato_il', 'importato'),
    dims: [{ ...same('cod_farmacia'), values: shops }, price, payment, group],
    version: till,
    who: same('operatore'),
    measures: [total, { ...same('pezzi'), scale: 'count' }],
    texts: [same('nota')],
    optional: [same('cod_fiscale')],
    dates: [same('scadenza')],
    code: { ...same('cod_farmacia'), values: shops },
    lookup: {
      table: 'mag.gruppi_atc',
      key: group,
      keyThere: 'atc',
      brings: [kept('gruppo', null), kept('apparato', null)],
    },
    history: {
      table: 'mag.listino',
      key: price,
      keyThere: 'fascia',
      from: 'dal',
      to: 'al',
      brings: [kept('listino', null)],
      strict: false,
    },
    hidden: null,
    parts: { total, net: { ...same('netto'), scale: 'money' }, other: { ...same('iva'), scale: 'money' } },
    currency: null,
    credits: { column: line, value: 'reso', measure: total },
  },
}
