import { useEffect, useState } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { BrowsersPart } from './browsers-part.tsx';
import { Advice, BackToStatus, TechnicianButton } from './controls.tsx';
import { KiosksPart } from './kiosks-part.tsx';
import { PartRow } from './part-row.tsx';
import { PinPad } from './pin-pad.tsx';
import { BehindPin } from './technician-frame.tsx';

const CODE_DIGITS = 4;

/** The state of typing a new staff code: not begun (`null`), the first time, or again. */
type Typing = null | { first: string | null; differs: boolean };

export function TechnicianAccessScreen({ state, view }: ScreenProps<'technician-access'>) {
  const { t } = useTechnicianWords();
  const { setStaffCode, stay } = useSession();
  const [typing, setTyping] = useState<Typing>(null);
  const { staffCode, stage } = view;
  useEffect(() => {
    if (stage === 'easy') setTyping({ first: null, differs: false });
  }, [stage]);
  function typed(code: string): void {
    const first = typing?.first ?? null;
    if (first === null) setTyping({ first: code, differs: false });
    else if (first !== code) setTyping({ first: null, differs: true });
    else {
      setTyping(null);
      void setStaffCode({ code });
      return;
    }
    void stay();
  }
  return (
    <BehindPin state={state} view={view} title={t('header.technician-access')} chosen={typing === null ? '' : 'typing'}>
      {stage !== 'none' && (
        <Advice
          level={stage === 'easy' || stage === 'not-kept' ? 'attention' : 'good'}
          strong={t(`access.stage.${stage}`)}
        />
      )}
      {typing === null ? (
        <>
          <ul class="parts" aria-label={t('header.technician-access')}>
            <PartRow level="good" name={t('access.code')} says={t(`access.${staffCode}`)} />
          </ul>
          {view.hub !== null && <BrowsersPart hub={view.hub} />}
          {view.hub !== null && <KiosksPart hub={view.hub} />}
          <StaffCodeActions view={view} onBegin={() => setTyping({ first: null, differs: false })} />
        </>
      ) : (
        <>
          <p class="lead" role="status">
            {t(typing.differs ? 'access.differs' : typing.first === null ? 'access.choose' : 'access.repeat')}
          </p>
          <PinPad
            begin={`${typing.first} ${typing.differs}`}
            most={CODE_DIGITS}
            mayBeSent={(digits) => digits === CODE_DIGITS}
            sendText={t(typing.first === null ? 'pin.send.choose' : 'pin.send.repeatCode')}
            onSend={typed}
          />
        </>
      )}
    </BehindPin>
  );
}

type StaffCodeActionsProps = { view: ViewOf<'technician-access'>; onBegin: () => void };

function StaffCodeActions({ view: { staffCode, stage }, onBegin }: StaffCodeActionsProps) {
  const { t } = useTechnicianWords();
  const { forgetStaffCode } = useSession();
  return (
    <div class="technician-actions">
      {staffCode !== 'not-allowed' && stage !== 'checking' && (
        <TechnicianButton
          kind="primary"
          pictogram="locator"
          text={t(staffCode === 'set' ? 'do.changeCode' : 'do.chooseCode')}
          onTouch={onBegin}
        />
      )}
      {staffCode === 'set' && (
        <TechnicianButton pictogram="clear" text={t('do.forgetCode')} onTouch={forgetStaffCode} />
      )}
      <BackToStatus />
    </div>
  );
}
