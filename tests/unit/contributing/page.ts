import { type Addition, edit, inEachLanguage, newFile } from './addition.ts';

export const PAGE: Addition = {
  heading: "A technician's page",
  missed: ['technician-address'],
  first: [
    edit(
      'src-main/technician/contract/technician.ts',
      [
        / {2}z\.strictObject\(\{\n {4}screen: z\.literal\('technician-pairing'\)/,
        `  z.strictObject({
    screen: z.literal('technician-address'),
    ...edges,
    url: z.string().nullable(),
  }),
$&`,
      ],
      [
        /TECHNICIAN_ROWS = \{\n/,
        "  'technician-address': { kind: 'page', back: 'technician', code: null, time: 'page', loses: 'page', heard: 'private' },\n",
      ],
    ),
    ...inEachLanguage('technician', [/"header": \{\n/, '"technician-address": "Adreça",\n']),
  ],
  answers: [
    edit('src-main/technician/view/technician-view.ts', [
      /PAGES: .* = \{\n/,
      `  'technician-address': ({ centre }) => ({ screen: 'technician-address', url: centre.status().url }),
`,
    ]),
    edit(
      'src-renderer/screens/drawn-for-staff.tsx',
      [
        /import .*technician\.tsx';\n/,
        "import { TechnicianAddressScreen } from './technician/technician-address.tsx';\n",
      ],
      [/BUTTON_PAGES: .* = \[\n/, "  ['technician-address', 'place'],\n"],
      [/DRAWN_FOR_STAFF: .* = \{\n/, "  'technician-address': TechnicianAddressScreen,\n"],
    ),
    newFile(
      'src-renderer/screens/technician/technician-address.tsx',
      `import { BehindPin } from './technician-frame.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';

export function TechnicianAddressScreen({ state, view }: ScreenProps<'technician-address'>) {
  const { t } = useTechnicianWords();
  return (
    <BehindPin
      state={state}
      view={view}
      title={t('header.technician-address')}
    >
      <p>{view.url}</p>
    </BehindPin>
  );
}
`,
    ),
  ],
  proof: `
    const { screensIn, stateOf } = await import('../../screenshots/canned-states.ts');
    const { PAGES } = await import('../../../src-main/technician/view/technician-view.ts');
    const { technicianCommands } = await import('../../../src-main/technician/commands/technician.ts');
    const { touchMethods } = await import('../../../src-main/session/contract/kiosk-api.ts');
    const { stepLogin } = await import('../../../src-main/technician/steps/technician-login.ts');
    const { technician } = screensIn('ca');
    if (technician === undefined) throw new Error('no status page');
    expect(drawn(stateOf(technician))).toContain('Adreça');
    const asked = { stamp: { sessionId: stateOf(technician).sessionId, stateNo: 1 }, page: 'technician-address' };
    expect(touchMethods.showPage.safeParse(asked).success).toBe(true);
    const { startSession } = await import('../../../src-main/session/steps/session.ts');
    const citizen = startSession(asked.stamp.sessionId, 'ca', 0);
    const { showPage } = technicianCommands({ session: () => citizen } as never);
    expect(showPage(asked as never)).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
    const page = 'technician-address' as const;
    expect(stepLogin({ at: 'technician' }, { type: 'show', page })).toEqual({ at: page });
    const url = 'https://torn.example/';
    const body = PAGES['technician-address']({ centre: { status: () => ({ url }) } } as never);
    expect(drawn(stateOf({ slot: 3, closesInMinutes: 5, ...body }))).toContain(url);
  `,
};
