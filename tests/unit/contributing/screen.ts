import { type Addition, edit, inEachLanguage, newFile } from './addition.ts';

export const SCREEN: Addition = {
  heading: 'A screen for citizens',
  missed: ['opinion', 'openOpinion'],
  first: [
    edit(
      'src-main/session/contract/overlays.ts',
      [
        "  z.strictObject({ screen: z.literal('access') }),\n",
        "  z.strictObject({ screen: z.literal('opinion'), office: z.string() }),\n",
      ],
      [
        /OVERLAY_ROWS = \{\n/,
        "  opinion: { kind: 'overlay', back: 'under', code: 'anybody', time: 'step', loses: null, heard: 'anybody' },\n",
      ],
    ),
    edit('src-main/session/contract/kiosk-api.ts', [
      / {2}openHelp: z.strictObject\((.*)\),\n/,
      '  openOpinion: z.strictObject($1),\n',
    ]),
    ...inEachLanguage('screen', [/^\{\n/, '"opinion": { "title": "Què us ha semblat?" },\n']),
  ],
  answers: [
    edit('src-main/session/view/view.ts', [
      "  access: () => ({ screen: 'access' }),\n",
      "  opinion: (_session, { office }) => ({ screen: 'opinion', office: office.profile.name }),\n",
    ]),
    edit(
      'src-renderer/screens/drawn.tsx',
      [/import .*out-of-service\.tsx';\n/, "import { OpinionScreen } from './session/opinion.tsx';\n"],
      [/DRAWN: .* = \{\n/, '  opinion: OpinionScreen,\n'],
    ),
    newFile(
      'src-renderer/screens/session/opinion.tsx',
      `import { Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

export function OpinionScreen({ state, view }: ScreenProps<'opinion'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={t('opinion.title')}>
      <p>{view.office}</p>
      <Button kind="primary" pictogram="check" text={t('help.close')} onTouch={session.back} />
    </Inside>
  );
}
`,
    ),
    edit('src-main/session/commands/touches.ts', [
      / {4}openHelp: (.*)'help'(.*)\n/,
      "    openOpinion: $1'opinion'$2\n",
    ]),
    edit('src-renderer/screens/calling/help.tsx', [
      / *<Button kind="primary" .*\n/,
      `        <Button kind="secondary" pictogram="chat" text={t('opinion.title')} onTouch={session.openOpinion} />\n`,
    ]),
  ],
  proof: `
    const { screensIn, stateOf } = await import('../../screenshots/canned-states.ts');
    const { startSession } = await import('../../../src-main/session/steps/session.ts');
    const { stepSession } = await import('../../../src-main/session/steps/session-step.ts');
    const { touchCommands } = await import('../../../src-main/session/commands/touches.ts');
    expect(Object.keys(touchCommands({} as never))).toContain('openOpinion');
    const session = startSession('0d7d3a0e-2f0b-4a52-8f2e-5b9f6f3a1c11', 'ca', 0);
    expect(stepSession(session, { type: 'open-overlay', overlay: 'opinion' }, 0)?.overlay).toBe('opinion');
    const { help } = screensIn('ca');
    expect(help && drawn(stateOf(help))).toContain('Què us ha semblat?');
    expect(drawn(stateOf({ screen: 'opinion', office: 'OAC Didó' }))).toContain('Què us ha semblat?');
  `,
};
