import { kept, same, type Business } from '../../business.ts'
import { plusDays, spread, u, values } from '../../sql.ts'
import { drawn, mix } from './mix.ts'

const areas = [
  ['3511', 'Utrecht-Noord', 'Stichtsche Net'],
  ['3521', 'Utrecht-West', 'Stichtsche Net'],
  ['6811', 'Arnhem', 'Gelre Net'],
  ['6511', 'Nijmegen', 'Gelre Net'],
  ['8011', 'Zwolle', 'IJssel Net'],
  ['7411', 'Deventer', 'IJssel Net'],
  ['1811', 'Alkmaar', 'Kennemer Net'],
  ['1611', 'Enkhuizen', 'Kennemer Net'],
] as const
const contract = mix(kept('contractvorm', 'contract'), [
  ['vast', 52],
  ['variabel', 33],
  ['dynamisch', 15],
])
const kind = mix(kept('aansluiting', 'aansl'), [
  ['1x25A', 40],
  ['3x25A', 38],
  ['1x35A', 14],
  ['3x63A', 8],
])
const firmware = mix(same('firmware'), [
  ['5.0.3', 55],
  ['5.1.0', 30],
  ['4.9.8', 15],
])
const quality = mix(kept('kwaliteit', 'kw'), [
  ['gemeten', 90],
  ['geschat', 7],
  ['AFGEKEURD', 3],
])
const netArea = { ...kept('netgebied', 'gebied'), values: areas.map(([code]) => code) }

export const meters: Business = {
  name: 'meters',
  zone: 'UTC',
  start: '2026-01-05',
  days: [36, 42],
  rows: [270_000, 300_000],
  rhythm: {
    week: [1, 1, 1, 1, 1, 1, 1],
    hours: [
      4, 4, 4.1, 4, 4, 4.1, 4.2, 4.3, 4.3, 4.2, 4.2, 4.1, 4.2, 4.2, 4.2, 4.2, 4.2, 4.3, 4.3, 4.3, 4.2, 4.2, 4.1, 4,
    ],
    trend: 0.03,
    noise: 0.012,
  },
  segments: areas.map(([code], index) => [code, [20, 16, 17, 14, 12, 9, 8, 4][index] ?? 4]),
  landing: 'ruw.meterstand',
  watched: 'dwh.verbruik',
  tables: first => [
    { name: 'dwh.gebied', sql: values(['gebied', 'plaats', 'netbeheerder'], areas) },
    {
      name: 'dwh.tarief_hist',
      sql: `SELECT contract, tariefgroep, geldig_van::DATE AS geldig_van, geldig_tot::DATE AS geldig_tot FROM (${values(
        ['contract', 'tariefgroep', 'geldig_van', 'geldig_tot'],
        ['vast', 'variabel', 'dynamisch'].flatMap((one, index) => [
          [one, `T${index + 1}-2025`, plusDays(first, -365), plusDays(first, -11)],
          [one, `T${index + 1}-2026`, plusDays(first, -10), '9999-12-31'],
        ]),
      )})`,
    },
    {
      name: 'ruw.meterstand',
      sql: `SELECT 'M' || lpad(i::VARCHAR, 9, '0') AS bericht_nr, strftime(t, '%Y-%m-%dT%H:%M:%S') AS tijdstip, seg AS gebied, ${drawn(contract)},
        ${drawn(kind)}, ${drawn(firmware)}, ${drawn(quality)}, 'E00' || lpad((${u('ean')} * 9000)::INT::VARCHAR, 6, '0') AS meter_nr,
        round(${spread('kwh', 0.42, 0.8)}, 3)::VARCHAR AS kwh, round(229.5 + 3 * (${u('volt')} - 0.5), 1) AS spanning_v,
        round(${spread('kwh', 0.42, 0.8)} * (0.21 + 0.06 * ${u('prijs')}), 4) AS bedrag,
        CASE WHEN ${u('st?')} < 0.06 THEN 'S-' || (100 + ${u('st')} * 40)::INT END AS storing,
        CASE WHEN ${u('op?')} < 0.09 THEN 'monteur gezien op ronde ' || (${u('op')} * 2000)::INT END AS opmerking,
        t + to_seconds((10800 * pow(${u('vertraging')}, 4))::BIGINT + 30) AS ontvangen FROM grain`,
    },
    {
      name: 'dwh.verbruik',
      sql: `SELECT r.bericht_nr, r.tijdstip::TIMESTAMP AS gemeten_op, r.gebied AS netgebied, b.plaats, b.netbeheerder, r.contract AS contractvorm,
        h.tariefgroep, r.aansl AS aansluiting, r.firmware, r.kw AS kwaliteit, r.meter_nr, TRY_CAST(r.kwh AS DOUBLE) AS verbruik_kwh, r.spanning_v,
        r.bedrag AS bedrag_eur, r.storing, r.opmerking, r.ontvangen AS ontvangen_op FROM ruw.meterstand r LEFT JOIN dwh.gebied b ON b.gebied = r.gebied
        JOIN dwh.tarief_hist h ON h.contract = r.contract AND r.tijdstip::TIMESTAMP::DATE BETWEEN h.geldig_van AND h.geldig_tot`,
      filter: `r.kw <> 'AFGEKEURD'`,
    },
  ],
  roles: {
    id: { ...same('bericht_nr'), sort: 'text' },
    time: { ...kept('gemeten_op', 'tijdstip'), kind: 'timestamp', sourceKind: 'text' },
    loaded: kept('ontvangen_op', 'ontvangen'),
    dims: [netArea, contract, kind],
    version: firmware,
    who: same('meter_nr'),
    measures: [
      { ...kept('verbruik_kwh', 'kwh'), scale: 'weight', asText: true },
      { ...kept('bedrag_eur', 'bedrag'), scale: 'money' },
      { ...same('spanning_v'), scale: 'percent' },
    ],
    texts: [same('opmerking')],
    optional: [same('storing')],
    code: null,
    lookup: {
      table: 'dwh.gebied',
      key: netArea,
      keyThere: 'gebied',
      brings: [kept('plaats', null), kept('netbeheerder', null)],
    },
    history: {
      table: 'dwh.tarief_hist',
      key: contract,
      keyThere: 'contract',
      from: 'geldig_van',
      to: 'geldig_tot',
      brings: [kept('tariefgroep', null)],
      strict: true,
    },
    hidden: { column: kept('kwaliteit', 'kw'), value: 'AFGEKEURD' },
    parts: null,
    currency: null,
    credits: null,
  },
}
