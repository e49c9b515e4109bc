import { kept, same, type Business } from '../business.ts'
import { pick, plusDays, releases, spread, u, values } from '../sql.ts'

const farms = Array.from({ length: 240 }, (_, index) => index)
const places = ['Wörrstadt', 'Grünberg', 'Alsfeld', 'Schlüchtern', 'Fulda', 'Höchst', 'Lauterbach', 'Büdingen'] as const
const districts = [
  'Alzey',
  'Gießen',
  'Vogelsberg',
  'Main-Kinzig',
  'Fulda',
  'Odenwald',
  'Vogelsberg',
  'Wetterau',
] as const
const grades = { ...kept('guete', 'gueteklasse'), values: ['S', '1', '2'] }
const tours = ['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'T07'] as const
const dairies = { ...kept('molkerei', 'molkerei'), values: ['Hessen-Süd', 'Rhön', 'Vogelsberg Bio'] }
const amount = { ...same('betrag_eur'), scale: 'money' } as const

export const dairy: Business = {
  name: 'dairy',
  zone: 'UTC',
  start: '2026-02-02',
  days: [66, 78],
  rows: [42_000, 52_000],
  rhythm: {
    week: [1.05, 1, 1, 1, 1, 0.98, 0.9],
    hours: [0, 0, 0, 2, 6, 8, 8, 6, 4, 3, 2, 1],
    trend: 0.08,
    noise: 0.025,
  },
  segments: tours.map((tour, index) => [tour, 9 - index * 0.8]),
  landing: 'roh_anlieferung',
  watched: 'v_anlieferung',
  tables: first => [
    {
      name: 'stamm_erzeuger',
      sql: values(
        ['erzeuger_nr', 'hof', 'ort', 'landkreis'],
        farms.map(farm => [
          String(farm + 1).padStart(5, '0'),
          `Hof ${farm + 1}`,
          places[farm % 8] ?? '',
          districts[farm % 8] ?? '',
        ]),
      ),
      key: 'erzeuger_nr',
    },
    {
      name: 'preisgruppe_hist',
      sql: values(
        ['gueteklasse', 'preisgruppe', 'gueltig_ab', 'gueltig_bis'],
        ['S', '1', '2'].flatMap((grade, index) => [
          [grade, `P${index + 1}-alt`, plusDays(first, -400), plusDays(first, -30)],
          [grade, `P${index + 1}`, plusDays(first, -29), '9999-12-31'],
        ]),
      ).replace(
        'SELECT *',
        'SELECT gueteklasse, preisgruppe, gueltig_ab::DATE AS gueltig_ab, gueltig_bis::DATE AS gueltig_bis',
      ),
    },
    {
      name: 'roh_anlieferung',
      sql: `SELECT 5000000 + i AS beleg_nr, day AS datum, seg AS tour,
        lpad((1 + (${u('farm')} * 239)::INT)::VARCHAR, 5, '0') AS erzeuger_nr,
        ${pick('dairy', [
          ['Hessen-Süd', 5],
          ['Rhön', 3],
          ['Vogelsberg Bio', 2],
        ])} AS molkerei,
        ${pick('grade', [
          ['S', 55],
          ['1', 36],
          ['2', 9],
        ])} AS gueteklasse, round(${spread('litres', 820, 0.5)}, 1) AS menge_kg,
        round(4.1 + 0.25 * (${u('fat')} + ${u('fat2')} - 1), 2) AS fett_prozent, round(3.4 + 0.15 * (${u('egg')} - 0.5), 2) AS eiweiss_prozent,
        (${spread('germs', 24000, 0.4)})::INTEGER AS keimzahl, round(${spread('litres', 820, 0.5)} * (0.44 + 0.03 * ${u('price')}), 2) AS betrag_eur,
        CASE WHEN ${u('temp?')} < 0.94 THEN round(4 + ${u('temp')}, 1) END AS temperatur,
        'F' || (${u('driver')} * 34)::INT AS fahrer, ${releases('car', 'TR-2.0', [{ version: 'TR-2.1', from: plusDays(first, 20), days: 12 }])} AS messgeraet,
        CASE WHEN ${u('rem?')} < 0.12 THEN ${pick('rem', [
          ['Tank nicht vollständig geleert', 3],
          ['Kühlung geprüft', 2],
          ['Probe nachgezogen und verschlossen', 1],
        ])} END AS bemerkung,
        day::TIMESTAMP + INTERVAL 26 HOUR + to_seconds((600 * ${u('lag')})::BIGINT) AS geladen_am FROM grain`,
    },
    {
      name: 'v_anlieferung',
      sql: `SELECT a.beleg_nr, a.datum AS liefertag, a.tour, a.erzeuger_nr, e.ort, e.landkreis, a.molkerei, a.gueteklasse AS guete,
        p.preisgruppe, a.menge_kg, a.fett_prozent, a.eiweiss_prozent, a.keimzahl, a.betrag_eur, a.temperatur, a.fahrer, a.messgeraet,
        a.bemerkung, a.geladen_am FROM roh_anlieferung a LEFT JOIN stamm_erzeuger e ON e.erzeuger_nr = a.erzeuger_nr
        LEFT JOIN preisgruppe_hist p ON p.gueteklasse = a.gueteklasse AND a.datum BETWEEN p.gueltig_ab AND p.gueltig_bis`,
      view: true,
    },
  ],
  roles: {
    id: { ...same('beleg_nr'), sort: 'number' },
    time: { ...kept('liefertag', 'datum'), kind: 'date', sourceKind: 'date' },
    loaded: same('geladen_am'),
    dims: [{ ...same('tour'), values: tours }, dairies, grades],
    version: { ...same('messgeraet'), values: ['TR-2.0', 'TR-2.1'] },
    who: same('fahrer'),
    measures: [
      { ...same('menge_kg'), scale: 'weight' },
      amount,
      { ...same('fett_prozent'), scale: 'percent' },
      { ...same('keimzahl'), scale: 'count' },
    ],
    texts: [same('bemerkung')],
    optional: [same('temperatur')],
    code: { ...same('erzeuger_nr'), values: ['00017', '00033', '00101'] },
    lookup: null,
    history: {
      table: 'preisgruppe_hist',
      key: grades,
      keyThere: 'gueteklasse',
      from: 'gueltig_ab',
      to: 'gueltig_bis',
      brings: [kept('preisgruppe', null)],
      strict: false,
    },
    hidden: null,
    parts: null,
    currency: null,
    credits: null,
  },
}
