import { type Addition, edit, inEachLanguage } from './addition.ts';

export const RESULT: Addition = {
  heading: 'A result of a check-in',
  missed: ['desk-away'],
  first: [
    edit(
      'src-main/check-in/rules/check-in.ts',
      [/ {2}\| \{ readonly kind: 'wrong-day';.*\n/, "  | { readonly kind: 'desk-away'; readonly startMs: number }\n"],
      [/SHOWN_RESULTS = \[\n/, "  'desk-away',\n"],
    ),
    ...inEachLanguage('screen', [/ *"cancelled": ("[^"]*"),\n/g, '$&"desk-away": $1,\n']),
  ],
  answers: [
    edit(
      'src-main/check-in/rules/check-in.ts',
      [/IS_TRY: .* = \{\n/, "  'desk-away': false,\n"],
      [/SUGGESTED_ACTIONS: .* = \{\n/, "  'desk-away': ['come-back', 'walk-in'],\n"],
      [/ {2}cancelled: 7,\n/, "  'desk-away': 8,\n"],
    ),
    edit('src-main/check-in/steps/check-in-result.ts', ["    case 'wrong-day':\n", "    case 'desk-away':\n"]),
    edit('src-renderer/screens/check-in/check-in-result.tsx', [
      /RESULTS: .* = \{\n/,
      "  'desk-away': { picture: 'later' },\n",
    ]),
    edit('tests/screenshots/canned-states.ts', [
      / +cancelled: (\{ \w+: \['desk', 'walk-in'\] \}),\n/,
      "    'desk-away': $1,\n",
    ]),
  ],
  proof: `
    const { screensIn, stateOf } = await import('../../screenshots/canned-states.ts');
    const { bareResult, resultScreen } = await import('../../../src-main/check-in/steps/check-in-result.ts');
    const [office, checkIn] = [{ profile: { services: [] } }, {}];
    const screen = resultScreen(bareResult('desk-away'), 'ca', office as never, checkIn as never);
    expect(Object.values(screen)).toContainEqual(['come-back', 'walk-in']);
    const [, canned] = Object.entries(screensIn('ca')).find(([name]) => name.endsWith('-desk-away')) ?? [];
    expect(drawn(stateOf(canned ?? screen))).toContain('La cita està anul·lada');
  `,
};
