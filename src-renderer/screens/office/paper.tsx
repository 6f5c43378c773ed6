import { useOfficeWords } from '../../components/office-words.ts';
import { PaperPreview } from '../../components/paper-preview.tsx';
import { TechnicianButton } from '../../components/technician-button.tsx';
import { useSession } from '../../touching.ts';
import type { ViewOf } from '../screen-props.ts';

/** A ticket as it would come out of the printer that is here. */
export function OfficePaper({ view: { paper, changes } }: { view: ViewOf<'technician-office'> }) {
  const { t } = useOfficeWords();
  const { lookAtOffice, openOfficePart } = useSession();
  return (
    <>
      {paper === null ? <p>{t('office.noPaper')}</p> : <PaperPreview paper={paper} label={t('office.part.paper')} />}
      <div class="technician-actions">
        <TechnicianButton
          kind="secondary"
          pictogram="back"
          text={t('office.do.goOn')}
          onTouch={() => void (changes.length > 0 ? lookAtOffice('review') : openOfficePart(''))}
        />
      </div>
    </>
  );
}
