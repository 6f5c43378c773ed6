import { Actions, Button } from '../components/button.tsx';
import { DocumentsButton } from '../components/documents-button.tsx';
import { Inside } from '../components/frames.tsx';
import { Note, type Step, Steps } from '../components/steps.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps, ViewOf } from './screen-props.ts';

type Call = Exclude<NonNullable<ViewOf<'help'>['call']>, { state: 'offered' }>;

export function HelpScreen({ state, view }: ScreenProps<'help'>) {
  const { t } = useWords();
  const session = useSession();
  const { call } = view;
  if (call !== null && call.state !== 'offered') return <HelpAsked state={state} view={view} call={call} />;
  return (
    <Inside state={state} title={t('help.title')}>
      <Steps
        steps={[
          { strong: t('help.choose'), rest: t('help.chooseWhat') },
          { strong: t('help.take'), rest: t('help.takeWhat') },
          { strong: t('help.sit'), rest: t('help.sitWhy') },
        ]}
      />
      <Person view={view} />
      <Actions>
        {call !== null && <Button kind="secondary" pictogram="hands" text={t('help.ask')} onTouch={session.askHelp} />}
        <Documents documents={view.documents} />
        <Button kind="primary" pictogram="check" text={t('help.close')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}

const TITLES = {
  asked: 'help.asked',
  heard: 'help.known',
  coming: 'help.coming',
  unanswered: 'help.unanswered',
} as const;

/** How far a call for help is: only what has happened stands there, and is read aloud as it happens. */
function HelpAsked({ state, view, call }: ScreenProps<'help'> & { call: Call }) {
  const { t } = useWords();
  const session = useSession();
  const isUnanswered = call.state === 'unanswered';
  return (
    <Inside
      state={state}
      title={<span role="status">{t(TITLES[call.state])}</span>}
      lead={<p class="lead">{isUnanswered ? t('help.unansweredWhat') : t('help.askedWait')}</p>}
    >
      <Steps steps={useHelpSteps(call)} />
      {isUnanswered && <Person view={view} />}
      <Actions>
        <Button kind="primary" pictogram="back" text={t('help.goOn')} onTouch={session.back} />
        <Button kind="secondary" pictogram="clear" text={t('help.withdraw')} onTouch={session.withdrawHelp} />
      </Actions>
    </Inside>
  );
}

function useHelpSteps(call: Call): Step[] {
  const { t, time } = useWords();
  const heardAt = 'heardAt' in call ? call.heardAt : null;
  const steps: Step[] = [{ strong: t('help.askedStep'), rest: time(call.askedAt), mark: 'check' }];
  if (heardAt !== null) steps.push({ strong: t('help.known'), rest: time(heardAt), mark: 'check' });
  if (call.state === 'coming')
    steps.push({ strong: t('help.comingStep'), rest: call.from ?? '', mark: 'walking', isNow: true });
  return steps;
}

/** Where somebody can be talked to. */
function Person({ view: { phone, desk } }: { view: ViewOf<'help'> }) {
  const { t } = useWords();
  return (
    <div class="help-person">
      <Note
        pictogram={phone === null ? 'help' : 'phone'}
        strong={t('help.person')}
        rest={phone === null ? t('help.desk') : t('help.phone', { phone })}
      />
      {desk !== null && <Note pictogram="place" strong={t('help.deskAt')} rest={desk} />}
    </div>
  );
}

function Documents({ documents }: Pick<ViewOf<'help'>, 'documents'>) {
  const { t } = useWords();
  const session = useSession();
  if (documents === null) return null;
  if (documents.lists === 'several')
    return <Button kind="secondary" pictogram="list" text={t('documents.open')} onTouch={session.openDocuments} />;
  const { serviceId, paper } = documents;
  return <DocumentsButton paper={paper} onTouch={() => session.printDocuments(serviceId)} />;
}
