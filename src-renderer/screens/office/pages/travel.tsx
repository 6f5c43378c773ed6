import type { OfficeTravelView } from '../../../../src-main/office/contract/office-travel.ts';
import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';
import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { BackToOffice, TechnicianButton, TechnicianSaid } from '../../technician/controls.tsx';
import { Compared, FoundOffices } from '../found-offices.tsx';

export function OfficeTravel({ state, travel }: { state: ViewState; travel: OfficeTravelView }) {
  const { t } = useTechnicianWords();
  const { saveOffice, findOffices } = useSession();
  const { looking } = travel;
  return (
    <>
      <p class="lead">{t('office.travel.lead')}</p>
      <Saved travel={travel} />
      <FoundOffices state={state} travel={travel} />
      <div class="technician-actions">
        <TechnicianButton
          kind={looking.at === null ? 'primary' : 'secondary'}
          pictogram="send"
          text={t('office.do.saveToStick')}
          onTouch={saveOffice}
        />
        {looking.at === null && (
          <TechnicianButton
            pictogram="list"
            text={t('office.do.readFromStick')}
            onTouch={() => findOffices({ at: 'stick' })}
          />
        )}
        <BackToOffice />
      </div>
    </>
  );
}

function Saved({ travel: { saving } }: { travel: OfficeTravelView }) {
  const { t } = useTechnicianWords();
  return (
    <>
      {saving.stage !== 'none' && (
        <TechnicianSaid
          level={saving.stage === 'saved' || saving.stage === 'saving' ? 'good' : 'attention'}
          strong={t(`office.travel.saving.${saving.stage}`)}
          rest={saving.file ?? ''}
        />
      )}
      {saving.check !== null && <Compared check={saving.check} />}
    </>
  );
}
