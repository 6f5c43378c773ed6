import { useState } from 'preact/hooks';
import type { NumberRow, StaffSaid } from '../../../src-main/staff/contract/staff.ts';
import { useStaffWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { Advice, TechnicianButton } from '../technician/controls.tsx';
import { PartWords } from '../technician/part-row.tsx';
import { PinPad } from '../technician/pin-pad.tsx';

export function Said({ said, undo }: { said: StaffSaid | null; undo: string | null }) {
  const { t, sentenceOf } = useStaffWords();
  const { undoServed } = useSession();
  if (said === null) return null;
  return said.result === 'done' ? (
    <>
      <Advice level="good" strong={t(`said.${said.action}`)} />
      {undo !== null && (
        <div class="technician-actions">
          <TechnicianButton pictogram="back" text={t('do.undo')} onTouch={() => undoServed({ markId: undo })} />
        </div>
      )}
    </>
  ) : (
    <Advice level="attention" strong={t('said.refused')} rest={sentenceOf(said.result)} />
  );
}

const MOST_DIGITS = 7;

export function NumberPad({ lead, onFind }: { lead: string; onFind: (number: number) => void }) {
  const { t } = useStaffWords();
  return (
    <>
      <p class="lead">{lead}</p>
      <PinPad
        begin=""
        most={MOST_DIGITS}
        mayBeSent={(digits) => digits > 0}
        sendText={t('do.find')}
        isShown
        onSend={(text) => onFind(Math.max(1, Number(text)))}
      />
    </>
  );
}

export function BackToStaff() {
  const { t } = useStaffWords();
  const { back } = useSession();
  return <TechnicianButton pictogram="back" text={t('do.back')} onTouch={back} />;
}

/** A number, its state, and the staff's actions for it. Voiding takes two touches. */
export function NumberPart({ row, moment }: { row: NumberRow; moment: string }) {
  const { t } = useStaffWords();
  const { reprintNumber, voidNumber, noteServed, stay } = useSession();
  const [asks, setAsks] = useState(false);
  const { ticketId, label, series, number, service, state, print } = row;
  const counts = state === 'counts';
  const ask = (next: boolean) => {
    setAsks(next);
    void stay();
  };
  return (
    <li class="part" data-level={counts ? 'good' : 'attention'}>
      <PartWords
        level={counts ? 'good' : 'attention'}
        name={label}
        figure={moment}
        says={[service, t(`state.${state}`), t(`print.${print}`)].join(' · ')}
      />
      {counts && (
        <div class="device-actions">
          {asks ? (
            <>
              <TechnicianButton
                kind="primary"
                pictogram="clear"
                text={t('do.voidSurely', { label })}
                onTouch={() => {
                  setAsks(false);
                  void voidNumber({ ticketId });
                }}
              />
              <TechnicianButton pictogram="back" text={t('do.keep')} onTouch={() => ask(false)} />
            </>
          ) : (
            <>
              <TechnicianButton
                kind="primary"
                pictogram="printer"
                text={t('do.reprint')}
                onTouch={() => reprintNumber({ ticketId })}
              />
              <TechnicianButton
                pictogram="good"
                text={t('do.servedNumber')}
                onTouch={() => noteServed({ series, number, isUpTo: false })}
              />
              <TechnicianButton pictogram="clear" text={t('do.void')} onTouch={() => ask(true)} />
            </>
          )}
        </div>
      )}
    </li>
  );
}
