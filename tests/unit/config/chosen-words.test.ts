import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The text at `path` in a locale file; each plural form has its own key. */
function said(language: string, file: 'screen' | 'ticket', path: string): string {
  const words: unknown = JSON.parse(readFileSync(`config/locales/${language}/${file}.json`, 'utf8'));
  const found = path.split('.').reduce((inside, key) => {
    if (typeof inside !== 'object' || inside === null) throw new Error(`${language} ${path}`);
    return Reflect.get(inside, key) as unknown;
  }, words);
  if (typeof found !== 'string') throw new Error(`${language}/${file}.json says nothing as ${path}`);
  return found;
}

type Row = readonly [path: string, ca: string | null, es: string | null, en: string | null];

/** Texts that the people responsible for the service chose, letter by letter; `null`: not chosen in this language. */
const ON_SCREENS: readonly Row[] = [
  ['access.title', 'Accessibilitat', 'Accesibilidad', 'Accessibility'],
  ['access.preferential', null, null, 'Priority service'],
  [
    'checkInResult.title.already-checked-in',
    'Ja heu confirmat l’arribada',
    'Ya ha confirmado su llegada',
    'You have already checked in',
  ],
  ['checkInResult.title.neutral', 'Amb el document no podem confirmar cites aquí', null, null],
  ['checkInResult.title.closed', 'Aquest servei ara és tancat', null, null],
  ['checkInResult.title.not-found', null, null, 'We cannot find your appointment'],
  ['checkIn.method.document', 'Escric el DNI, NIE o passaport', 'Escribo el DNI, NIE o pasaporte', 'Type my ID number'],
  ['checkIn.method.locator', 'Tinc el codi de la cita', 'Tengo el código de la cita', 'I have a booking code'],
  [
    'documentKeypad.title.passport',
    'Escriviu el número del passaport',
    'Escriba el número del pasaporte',
    'Type your passport number',
  ],
  ['appointmentHour.unknown', 'No recordo l’hora', 'No recuerdo la hora', 'I don’t remember the time'],
  ['services.question.appointment', 'Per a què teniu cita?', '¿Para qué tiene cita?', 'What is your appointment for?'],
  ['arrived.title', 'Arribada confirmada', 'Llegada confirmada', 'You are checked in'],
  [
    'ticket.fetchAsked',
    'Ho hem apuntat: us vindrem a buscar',
    'Lo hemos anotado: iremos a buscarle',
    'Noted: we will come to you',
  ],
];

const cells = ON_SCREENS.flatMap(([path, ...words]) =>
  words.flatMap((word, at) => (word === null ? [] : [[path, ['ca', 'es', 'en'][at] ?? '', word] as const])),
);
test.each(cells)('%s in %s is the chosen text: %s', (path, language, word) => {
  expect(said(language, 'screen', path)).toBe(word);
});

test('the warning over a number begins with the number staying valid', () => {
  for (const form of ['one', 'other'])
    expect(said('ca', 'screen', `warning.body.number_${form}`)).toMatch(
      /^El vostre torn continua sent vàlid\. Tornem a l’inici d’aquí a \{\{count\}\} /,
    );
  expect(said('es', 'screen', 'warning.body.number_other')).toMatch(/^Su turno sigue siendo válido\. /);
  expect(said('en', 'screen', 'warning.body.number_other')).toMatch(/^Your number stays valid\. /);
});

test('what an appointment’s holder says at the desk is the same on screen and ticket', () => {
  for (const language of ['ca', 'es', 'en'])
    expect(['appointment', 'appointmentDesk'].map((part) => said(language, 'screen', `ticket.${part}`)).join(' ')).toBe(
      said(language, 'ticket', 'appointment'),
    );
  expect(said('ca', 'ticket', 'appointment')).toBe('Quan us cridem, digueu a quina hora teníeu cita.');
});

test('the data line of a ticket is labelled as data protection in Catalan, Spanish and English', () => {
  expect(said('ca', 'ticket', 'keep-it')).toContain('\nProtecció de dades: {{page}}');
  expect(said('es', 'ticket', 'keep-it')).toContain('\nProtección de datos: {{page}}');
  expect(said('en', 'ticket', 'keep-it')).toContain('\nData protection: {{page}}');
});

test('a French ticket says that the number is called, never that a telephone rings', () => {
  for (const key of ['sit-down', 'called-about'])
    expect(said('fr', 'ticket', key)).toContain('Votre numéro sera appelé');
  expect(said('fr', 'ticket', 'follow')).toContain('sur votre téléphone');
  expect(readFileSync('config/locales/fr/ticket.json', 'utf8')).not.toMatch(/vous appel|appellerons/);
});

test('a Chinese attendance code is not called a text message’s code', () => {
  expect(said('zh-Hans', 'ticket', 'attendance-code')).toContain('核验码');
  // In these files the code is sent to a telephone, for which 验证码 is the right word.
  const sent = ['contact.json', 'citizens.json'];
  for (const file of readdirSync('config/locales/zh-Hans').filter((one) => !sent.includes(one)))
    expect(readFileSync(`config/locales/zh-Hans/${file}`, 'utf8')).not.toContain('验证码');
});
