import type { OfficeTravelView } from '../../../src-main/contract/kiosk/screens/office-travel.ts';
import type { ViewState } from '../../../src-main/contract/kiosk/view-state.ts';
import { Compared } from '../../components/compared.tsx';
import { FoundOffices } from '../../components/found-offices.tsx';
import { BackToOffice, TechnicianButton } from '../../components/technician-button.tsx';
import { TechnicianSaid } from '../../components/technician-said.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';

export function OfficeTravel({ state, travel }: { state: ViewState; travel: OfficeTravelView }) {
  const { t } = useTechnicianWords();
  const { saveOffice, shareOffice, findOffices } = useSession();
  const { sharing, looking } = travel;
  const isShared = sharing.stage === 'on' || sharing.stage === 'starting';
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
          onTouch={() => void saveOffice()}
        />
        {looking.at === null && (
          <TechnicianButton
            kind="secondary"
            pictogram="list"
            text={t('office.do.readFromStick')}
            onTouch={() => void findOffices('stick')}
          />
        )}
        <TechnicianButton
          kind="secondary"
          pictogram="network"
          text={t(isShared ? 'office.do.stopShare' : 'office.do.share')}
          onTouch={() => void shareOffice(!isShared)}
        />
        <BackToOffice />
      </div>
    </>
  );
}

/** The result of the transfer, with the digits that are compared at the other kiosk. */
function Saved({ travel: { fingerprint, saving, sharing } }: { travel: OfficeTravelView }) {
  const { t } = useTechnicianWords();
  const check = sharing.check ?? saving.check;
  return (
    <>
      {saving.stage !== 'none' && (
        <TechnicianSaid
          level={saving.stage === 'saved' || saving.stage === 'saving' ? 'good' : 'attention'}
          strong={t(`office.travel.saving.${saving.stage}`)}
          rest={saving.file ?? ''}
        />
      )}
      {sharing.stage !== 'off' && (
        <TechnicianSaid
          level={sharing.stage === 'failed' ? 'attention' : 'network'}
          strong={t(`office.travel.sharing.${sharing.stage}`)}
          rest={sharing.stage === 'on' ? t('office.travel.sharing.minutes', { count: sharing.minutesLeft }) : ''}
        />
      )}
      {check !== null && <Compared check={check} fingerprint={fingerprint} of="fingerprint" />}
    </>
  );
}
