import { Actions, Button } from '../components/button.tsx';
import { DocumentsButton } from '../components/documents-button.tsx';
import { Inside } from '../components/frames.tsx';
import { Note, Steps } from '../components/steps.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps, ViewOf } from './screen-props.ts';

export function HelpScreen({ state, view }: ScreenProps<'help'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={t('help.title')}>
      <Steps
        steps={[
          { strong: t('help.choose'), rest: t('help.chooseWhat') },
          { strong: t('help.take'), rest: t('help.takeWhat') },
          { strong: t('help.sit'), rest: t('help.sitWhy') },
        ]}
      />
      <div class="help-person">
        <PersonNote view={view} />
        {view.desk !== null && <Note pictogram="place" strong={t('help.deskAt')} rest={view.desk} />}
      </div>
      <Actions>
        {view.call === 'offered' && (
          <Button kind="secondary" pictogram="hands" text={t('help.ask')} onTouch={session.askHelp} />
        )}
        <Documents documents={view.documents} />
        <Button kind="primary" pictogram="check" text={t('help.close')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}

/** Where somebody can be talked to or, once help was asked for, that it was heard: then nobody is sent to the desk. */
function PersonNote({ view: { call, phone } }: { view: ViewOf<'help'> }) {
  const { t } = useWords();
  if (call === 'asked') return <Note pictogram="hands" strong={t('help.asked')} rest={t('help.askedWait')} />;
  if (call === 'acknowledged') return <Note pictogram="hands" strong={t('help.coming')} rest={t('help.comingWait')} />;
  return (
    <Note
      pictogram={phone === null ? 'help' : 'phone'}
      strong={t('help.person')}
      rest={phone === null ? t('help.desk') : t('help.phone', { phone })}
    />
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
