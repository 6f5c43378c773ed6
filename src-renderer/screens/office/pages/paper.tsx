import { useSession } from '../../../touching.ts';
import type { ViewOf } from '../../screen-props.ts';
import { TechnicianButton } from '../../technician/controls.tsx';
import { useOfficeWords } from '../office-words.ts';
import { PaperPreview } from '../paper-preview.tsx';

export function OfficePaper({ view: { paper, changes } }: { view: ViewOf<'technician-office'> }) {
  const { t } = useOfficeWords();
  const { lookAtOffice, openOfficePart } = useSession();
  return (
    <>
      {paper === null ? <p>{t('office.noPaper')}</p> : <PaperPreview paper={paper} label={t('office.part.paper')} />}
      <div class="technician-actions">
        <TechnicianButton
          pictogram="back"
          text={t('office.do.goOn')}
          onTouch={() => (changes.length > 0 ? lookAtOffice({ part: 'review' }) : openOfficePart({ pointer: '' }))}
        />
      </div>
    </>
  );
}
