import { Arch } from '../../components/arch.tsx';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { Note, Steps } from '../../components/steps.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { DocumentsButton } from '../tickets/documents.tsx';

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
        {call !== null && <Button pictogram="hands" text={t('help.ask')} onTouch={session.askHelp} />}
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

/** The progress of a call for help: each step is shown and spoken once it has happened. */
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
      {isUnanswered ? <Person view={view} /> : <Progress call={call} state={state} />}
      <Actions>
        <Button kind="primary" pictogram="back" text={t('help.goOn')} onTouch={session.back} />
        <Button pictogram="clear" text={t('help.withdraw')} onTouch={session.withdrawHelp} />
      </Actions>
    </Inside>
  );
}

/**
 * The step at which `fitFrame` drops the finished stages of the call if the screen has no room. From `LARGE_LETTERS` on they never have
 * room; the title says the progress.
 */
const GIVES_FIRST = 3;
const LARGE_LETTERS = 150;

function Progress({ call, state: { access, knowsHour } }: { call: Call } & Pick<ScreenProps<'help'>, 'state'>) {
  const { t, time } = useWords();
  const heardAt = 'heardAt' in call ? call.heardAt : null;
  const isLarge = access.textSize >= LARGE_LETTERS;
  if (isLarge && call.state !== 'coming') return null;
  const done = [
    { strong: t('help.askedStep'), at: call.askedAt },
    ...(heardAt === null ? [] : [{ strong: t('help.known'), at: heardAt }]),
  ].filter(() => !isLarge);
  return (
    <ol class="progress" data-part>
      {done.map(({ strong, at }) => (
        <li key={strong} class="progress-step" data-gives={GIVES_FIRST}>
          <Arch class="progress-arch">
            <Pictogram name="check" />
          </Arch>
          <span>
            <strong>{strong}</strong> {knowsHour && <span class="progress-rest">{time(at)}</span>}
          </span>
        </li>
      ))}
      {call.state === 'coming' && (
        <li class="progress-step progress-now">
          <Arch class="progress-arch">
            <Pictogram name="walking" />
          </Arch>
          <span role="status">
            <strong>{t('help.comingStep')}</strong> <span class="progress-rest">{call.from ?? ''}</span>
          </span>
        </li>
      )}
    </ol>
  );
}

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
    return <Button pictogram="list" text={t('documents.open')} onTouch={session.openDocuments} />;
  const { serviceId, paper } = documents;
  return <DocumentsButton paper={paper} onTouch={() => session.printDocuments({ serviceId })} />;
}
