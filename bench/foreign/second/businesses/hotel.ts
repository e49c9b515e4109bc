import { kept, same, type Business } from '../../business.ts'
import { pick, releases, plusDays, spread, u, values } from '../../sql.ts'
import { dayText, drawn, longTail, mix } from './mix.ts'

const plazas = ['Málaga', 'Alicante', 'Cádiz', 'Tenerife', 'Palma', 'Gijón'] as const
const codes = Array.from({ length: 24 }, (_, index) => `0${101 + index * 7}`)
const hotels = mix(same('cod_hotel'), longTail(codes, 0.2))
const channel = mix(same('canal'), [
  ['Booking', 38],
  ['web propia', 27],
  ['agencia', 14],
  ['teléfono', 12],
  ['Expedia', 9],
])
const board = mix(same('regimen'), [
  ['desayuno', 46],
  ['solo alojamiento', 30],
  ['media pensión', 17],
  ['todo incluido', 7],
])
const room = mix(same('tipo_hab'), [
  ['doble', 58],
  ['individual', 22],
  ['familiar', 14],
  ['suite', 6],
])
const currency = mix(same('divisa'), [
  ['EUR', 66],
  ['GBP', 18],
  ['SEK', 9],
  ['CHF', 7],
])
const rate = `CASE divisa WHEN 'GBP' THEN 0.86 WHEN 'SEK' THEN 11.2 WHEN 'CHF' THEN 0.94 ELSE 1 END`
const total = { ...same('importe_eur'), scale: 'money' } as const

export const hotel: Business = {
  name: 'hotel',
  zone: 'Europe/Madrid',
  start: '2026-05-25',
  days: [60, 72],
  rows: [130_000, 150_000],
  rhythm: {
    week: [0.8, 0.75, 0.8, 0.95, 1.25, 1.4, 1.2],
    hours: [2, 1, 0.5, 0.3, 0.2, 0.3, 0.6, 1.4, 2.5, 4, 5, 5.5, 5.5, 5, 4, 4, 5, 6, 7, 7.5, 8, 8, 6, 4],
    trend: 0.12,
    noise: 0.04,
  },
  segments: plazas.map((plaza, index) => [plaza, [30, 22, 9, 17, 16, 6][index] ?? 6]),
  landing: 'bruto.reservas',
  watched: 'mart.reservas',
  tables: first => [
    {
      name: 'mart.dim_hotel',
      sql: values(
        ['cod_hotel', 'hotel', 'categoria'],
        codes.map((code, index) => [
          code,
          `Hotel ${['Mar', 'Sol', 'Peña', 'Alcázar'][index % 4] ?? ''} ${index + 1}`,
          `${3 + (index % 3)} estrellas`,
        ]),
      ),
    },
    {
      name: 'bruto.reservas',
      sql: `SELECT *, round(base_eur * 0.1, 2) AS iva_eur, base_eur + round(base_eur * 0.1, 2) AS importe_eur,
        round((base_eur + round(base_eur * 0.1, 2)) * ${rate}, 2) AS importe_divisa FROM (
        SELECT 7300000 + i AS num_reserva, strftime(t, '%Y-%m-%dT%H:%M:%S') AS fecha_hora, seg AS plaza, ${drawn(hotels)},
        ${drawn(channel)}, ${drawn(board)}, ${drawn(room)}, ${drawn(currency)}, (1 + pow(${u('noches')}, 2.2) * 11)::INTEGER AS noches,
        (1 + ${u('huespedes')} * 3)::INTEGER AS huespedes, round(${spread('base', 214, 0.65)}, 2) AS base_eur,
        'CL' || lpad((pow(${u('cliente')}, 1.3) * 26000)::INT::VARCHAR, 6, '0') AS id_cliente,
        CASE WHEN ${u('cupon?')} < 0.18 THEN 'VERANO' || (${u('cupon')} * 40)::INT END AS cupon,
        CASE WHEN ${u('pet?')} < 0.34 THEN ${pick('pet', [
          ['Habitación tranquila, lejos del ascensor', 4],
          ['Cuna para bebé, llegada después de las 22 h', 3],
          ['Señor alérgico a las plumas', 1],
        ])} || ' (' || (${u('petn')} * 900)::INT || ')' END AS peticiones, ${dayText('entrada', 97, 90)} AS fecha_entrada,
        CASE WHEN ${u('estado')} < 0.83 THEN 'CONFIRMADA' ELSE 'CANCELADA' END AS estado,
        ${releases('motor', 'motor-4.1', [{ version: 'motor-4.2', from: plusDays(first, 18), days: 40 }])} AS motor,
        t + to_seconds((4200 * ${u('carga')})::BIGINT + 60) AS cargado_en FROM grain)`,
    },
    { name: 'bruto.v_reservas', sql: 'SELECT * FROM bruto.reservas', filter: 'num_reserva IS NOT NULL', view: true },
    {
      name: 'mart.reservas',
      sql: `SELECT r.num_reserva, r.fecha_hora::TIMESTAMP AT TIME ZONE 'Europe/Madrid' AS reservado_en, r.plaza, r.cod_hotel, h.hotel,
        h.categoria, r.canal, r.regimen, r.tipo_hab, r.noches, r.huespedes, r.base_eur, r.iva_eur, r.importe_eur, r.divisa, r.importe_divisa,
        r.id_cliente, r.cupon, r.peticiones, r.fecha_entrada, r.estado, r.motor, r.cargado_en
        FROM bruto.v_reservas r LEFT JOIN mart.dim_hotel h ON h.cod_hotel = r.cod_hotel`,
      filter: `r.estado <> 'CANCELADA'`,
    },
  ],
  roles: {
    id: { ...same('num_reserva'), sort: 'number' },
    time: { ...kept('reservado_en', 'fecha_hora'), kind: 'timestamptz', sourceKind: 'text' },
    loaded: same('cargado_en'),
    dims: [{ ...same('plaza'), values: plazas }, channel, board, room],
    version: { ...same('motor'), values: ['motor-4.1', 'motor-4.2'] },
    who: same('id_cliente'),
    measures: [total, { ...same('noches'), scale: 'count' }],
    texts: [same('peticiones')],
    optional: [same('cupon')],
    dates: [same('fecha_entrada')],
    code: hotels,
    lookup: {
      table: 'mart.dim_hotel',
      key: hotels,
      keyThere: 'cod_hotel',
      brings: [kept('hotel', null), kept('categoria', null)],
    },
    history: null,
    hidden: { column: same('estado'), value: 'CANCELADA' },
    parts: {
      total,
      net: { ...same('base_eur'), scale: 'money' },
      other: { ...same('iva_eur'), scale: 'money' },
    },
    currency: { column: currency, converted: total, local: { ...same('importe_divisa'), scale: 'money' } },
    credits: null,
  },
}
