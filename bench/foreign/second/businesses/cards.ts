import { kept, same, type Business } from '../../business.ts'
import { pick, spread, u, values } from '../../sql.ts'
import { dayText, drawn, longTail, mix } from './mix.ts'

const shops = Array.from({ length: 40 }, (_, index) => String(index * 37 + 11).padStart(5, '0'))
const merchant = mix(kept('code_commercant', 'commercant'), longTail(shops, 0.25))
const regions = ['Île-de-France', 'Rhône-Alpes', 'Provence', 'Bretagne', 'Réunion'] as const
const network = mix(kept('reseau', 'rsx'), [
  ['CB', 54],
  ['Visa', 28],
  ['Mastercard', 15],
  ['Amex', 3],
])
const entry = mix(kept('mode_saisie', 'saisie'), [
  ['sans contact', 56],
  ['puce', 24],
  ['vente à distance', 17],
  ['piste', 3],
])
const operation = mix(kept('type_operation', 'type_op'), [
  ['achat', 93],
  ['remboursement', 7],
])
const currency = mix(same('devise'), [
  ['EUR', 74],
  ['CHF', 11],
  ['GBP', 9],
  ['MAD', 6],
])
const terminal = mix(kept('logiciel_tpe', 'tpe'), [
  ['IWL-3.2', 47],
  ['Move-1.8', 38],
  ['IWL-2.9', 15],
])
const net = `(CASE WHEN type_op = 'achat' THEN 1 ELSE -1 END * hors_taxe)`
const rate = `CASE devise WHEN 'CHF' THEN 0.94 WHEN 'GBP' THEN 0.86 WHEN 'MAD' THEN 10.8 ELSE 1 END`
const total = { ...kept('montant_eur', 'ttc'), scale: 'money' } as const

export const cards: Business = {
  name: 'cards',
  zone: 'UTC',
  start: '2026-02-02',
  days: [72, 88],
  rows: [140_000, 165_000],
  rhythm: {
    week: [0.9, 0.9, 1, 1, 1.2, 1.35, 0.65],
    hours: [0.3, 0.2, 0.1, 0.1, 0.1, 0.3, 1, 3, 4.5, 5, 6, 7, 8, 6, 5, 5.5, 6.5, 8, 9, 7, 4, 2.5, 1.4, 0.7],
    trend: 0.1,
    noise: 0.04,
    monthEnd: 1.45,
  },
  segments: regions.map((region, index) => [region, [40, 22, 18, 14, 6][index] ?? 6]),
  landing: 'brut.paiements',
  watched: 'compta.paiements',
  tables: () => [
    {
      name: 'compta.ref_commercant',
      sql: values(
        ['code', 'enseigne', 'activite'],
        shops.map((shop, index) => [
          shop,
          `${['Épicerie', 'Librairie', 'Hôtel', 'Garage'][index % 4] ?? ''} n° ${index + 1}`,
          ['alimentation', 'culture', 'hébergement', 'automobile'][index % 4] ?? '',
        ]),
      ),
    },
    {
      name: 'brut.paiements',
      sql: `SELECT * EXCLUDE (hors_taxe), round(${net}, 2) AS ht, round(0.2 * ${net}, 2) AS tva, round(${net}, 2) + round(0.2 * ${net}, 2) AS ttc,
        round((round(${net}, 2) + round(0.2 * ${net}, 2)) * ${rate}, 2) AS montant_devise FROM (
        SELECT 840000000 + i * 2 AS id_paiement, t AS horodatage, seg AS region, ${drawn(merchant)}, ${drawn(network)}, ${drawn(entry)},
        ${drawn(operation)}, ${drawn(currency)}, ${drawn(terminal)}, ${spread('ht', 24, 1.1)} AS hors_taxe,
        round(0.05 + 0.004 * ${spread('ht', 24, 1.1)} + ${u('frais')} * 0.2, 3)::VARCHAR AS frais,
        'P' || lpad((pow(${u('porteur')}, 1.2) * 30000)::INT::VARCHAR, 7, '0') AS porteur,
        CASE WHEN ${u('auto?')} < 0.86 THEN upper(substr(md5(concat(g, 'auto')), 1, 6)) END AS code_autorisation,
        CASE WHEN ${u('lib?')} < 0.95 THEN ${pick('lib', [
          ['Achat du jour, caisse ', 6],
          ['Règlement facture n° ', 3],
          ['Réservation acompte ', 2],
        ])} || (${u('libn')} * 8000)::INT END AS libelle, ${dayText('valeur', 94, 5)} AS date_valeur,
        CASE WHEN ${u('statut')} < 0.9 THEN 'réglé' ELSE 'annulé' END AS statut,
        t + INTERVAL 2 HOUR + to_seconds((3600 * ${u('lot')})::BIGINT) AS recu_le FROM grain)`,
    },
    {
      name: 'compta.paiements',
      sql: `SELECT r.id_paiement, r.horodatage AS paye_le, r.region, r.commercant AS code_commercant, c.enseigne, c.activite, r.rsx AS reseau,
        r.saisie AS mode_saisie, r.type_op AS type_operation, r.devise, r.tpe AS logiciel_tpe, r.ht AS montant_ht, r.tva AS montant_tva,
        r.ttc AS montant_eur, r.montant_devise, TRY_CAST(r.frais AS DOUBLE) AS frais_eur, r.porteur, r.code_autorisation, r.libelle,
        r.date_valeur, r.statut, r.recu_le FROM brut.paiements r LEFT JOIN compta.ref_commercant c ON c.code = r.commercant`,
      filter: `r.statut <> 'annulé'`,
    },
  ],
  roles: {
    id: { ...same('id_paiement'), sort: 'number' },
    time: { ...kept('paye_le', 'horodatage'), kind: 'timestamp', sourceKind: 'timestamp' },
    loaded: same('recu_le'),
    dims: [{ ...same('region'), values: regions }, network, entry],
    version: terminal,
    who: same('porteur'),
    measures: [total, { ...kept('frais_eur', 'frais'), scale: 'money', asText: true }],
    texts: [same('libelle')],
    optional: [same('code_autorisation')],
    dates: [same('date_valeur')],
    code: merchant,
    lookup: {
      table: 'compta.ref_commercant',
      key: merchant,
      keyThere: 'code',
      brings: [kept('enseigne', null), kept('activite', null)],
    },
    history: null,
    hidden: { column: same('statut'), value: 'annulé' },
    parts: {
      total,
      net: { ...kept('montant_ht', 'ht'), scale: 'money' },
      other: { ...kept('montant_tva', 'tva'), scale: 'money' },
    },
    currency: { column: currency, converted: total, local: { ...same('montant_devise'), scale: 'money' } },
    credits: { column: operation, value: 'remboursement', measure: total },
  },
}
