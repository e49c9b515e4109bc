// Words that the generated bases are made of: names with accents, places that imply a country.

export const firstNames = [
  'José',
  'Zoë',
  'François',
  'Jürgen',
  'Anna',
  'Łukasz',
  'Søren',
  'Maria',
  'Peter',
  'Elif',
  'Iñaki',
  'Chloé',
  'Björn',
  'Emma',
  'John',
  'Sofía',
  'Grace',
  'Noah',
  'Renée',
  'Tomáš',
  'Aïcha',
  'Paul',
  'Laura',
  'Günther',
  'Inês',
  'David',
  'Nadia',
  'Mårten',
  'Lucía',
  'Oliver',
] as const
export const lastNames = [
  'Müller',
  'García',
  'Núñez',
  'Smith',
  'Lefèvre',
  'Kowalczyk',
  'Åkesson',
  "O'Brien",
  'Rossi',
  'Schäfer',
  'Jones',
  'Gonçalves',
  'Dvořák',
  'Weber',
  'Martin',
  'Sørensen',
  'Taylor',
  'Öztürk',
  'Fernández',
  'Brown',
  'Bäcker',
  'Moreau',
  'Wójcik',
  'Janssen',
] as const

export const places = {
  DE: ['Berlin', 'München', 'Köln', 'Hamburg'],
  FR: ['Paris', 'Lyon', 'Orléans', 'Besançon'],
  ES: ['Madrid', 'Málaga', 'Cádiz', 'Sevilla'],
  PL: ['Warszawa', 'Łódź', 'Kraków'],
  GB: ['London', 'Leeds', 'Bristol'],
  SE: ['Malmö', 'Göteborg', 'Uppsala'],
} as const

export const companies = [
  'Bäckerei Schönfeld Großhandel',
  'Société Générale de Réparation',
  'Compañía Española de Cítricos',
  'Northwind Traders International',
  'Łódzkie Zakłady Przemysłowe',
  'Contoso Consulting Services',
  'Åkerlund Industrier Aktiebolag',
  'Fabrikam Manufacturing Group',
  'Évreux Logistique Internationale',
  'Blue Yonder Airlines Holding',
  'Müller Maschinenbau Süd',
  'Müller Maschinenbau Nord',
  'Northwind Traders Iberia',
  'Northwind Traders Nordics',
  'Contoso Consulting Engineers',
  'Fabrikam Manufacturing East',
] as const

export const productNames = [
  'Borealis Trekking Boot Women',
  'Borealis Trekking Boot Men',
  'Borealis Trekking Boot Kids',
  'Cobalt Rain Jacket Women XL',
  'Cobalt Rain Jacket Women M',
  'Cobalt Rain Jacket Men L',
  'Émeraude Café Filtre Grand Modèle',
  'Émeraude Café Filtre Petit Modèle',
  'Harbor Insulated Bottle 500 ml',
  'Harbor Insulated Bottle 750 ml',
  'Ember Camping Stove Titanium',
  'Ember Camping Stove Steel',
  'Señor Gato Alfombra Lavable Roja',
  'Señor Gato Alfombra Lavable Azul',
  'Gale Windproof Umbrella Black',
  'Gale Windproof Umbrella Green',
] as const

export const notes = [
  'please leave the parcel with the neighbour',
  'please leave the parcel at the back door',
  'ring twice, the bell is broken',
  'gift, do not put the invoice in the box',
  'deliver after six in the evening please',
  'deliver before noon if possible please',
  'call me when you are on your way',
  'call me when you have arrived downstairs',
] as const

/** SQL: the city of a row whose country is known. */
export const cityOf = (salt: string) =>
  `CASE country ${Object.entries(places)
    .map(
      ([country, cities]) =>
        `WHEN '${country}' THEN ([${cities.map(city => `'${city}'`).join(', ')}])[1 + floor(u(id, '${salt}') * u(id,
    '${salt}b') * ${cities.length})::INT]`,
    )
    .join(' ')} END`
