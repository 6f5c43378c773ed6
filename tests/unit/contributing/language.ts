import { type Addition, edit } from './addition.ts';

const likeCatalan = (name: string, find: string, put: string) =>
  ({ file: `config/locales/oc/${name}`, like: `config/locales/ca/${name}`, find, put }) as const;

export const LANGUAGE: Addition = {
  heading: 'A language of the screens',
  missed: ['oc'],
  first: [
    edit('config/languages.ts', [
      /\n\] as const satisfies readonly LanguageRow/,
      `
  {
    tag: 'oc',
    name: 'Occitan',
    locale: 'oc-FR',
    direction: 'ltr',
    script: 'Latn',
    offered: 'citizens',
    hourMark: 'h',
    afternoon: 12,
    evening: 18,
  },$&`,
    ]),
    likeCatalan('screen.json', 'Vull', 'Vòli'),
    likeCatalan('ticket.json', 'DUPLICAT', 'DOBLE'),
    likeCatalan('citizens.json', 'Enrere', 'Darrièr'),
    likeCatalan('contact.json', 'El codi', 'Lo còdi'),
  ],
  answers: [
    edit(
      'config/locales/citizens-sentences.ts',
      [/const LATER_SCREENS = \{\n/, "  oc: () => import('./oc/screen.json', { with: { type: 'json' } }),\n"],
      [
        /import frTicket from .*\n/,
        ['Ticket', 'Citizens', 'Contact']
          .map((use) => `import oc${use} from './oc/${use.toLowerCase()}.json' with { type: 'json' };\n`)
          .join(''),
      ],
      ['  ca: caTicket,\n', '  oc: ocTicket,\n'],
      ['  ca: caCitizens,\n', '  oc: ocCitizens,\n'],
      ['  ca: caContact,\n', '  oc: ocContact,\n'],
    ),
  ],
  proof: `
    const { screensIn, stateOf } = await import('../../screenshots/canned-states.ts');
    const { LANGUAGES, TICKET_LANGUAGES } = await import('../../../config/languages.ts');
    const { ticketText } = await import('../../../config/locales/ticket-words.ts');
    expect(LANGUAGES).toContain('oc');
    expect(TICKET_LANGUAGES).toContain('oc');
    expect(ticketText('oc', 'your-turn')).toBe('El vostre torn');
    const { fetchWords } = await import('../../../config/locales/index.ts');
    await fetchWords('oc');
    const { idle } = screensIn('oc');
    if (idle === undefined) throw new Error('no first screen');
    expect(drawn(stateOf(idle, 'oc', { languages: ['ca', 'oc'] }))).toContain('Vòli');
  `,
};
