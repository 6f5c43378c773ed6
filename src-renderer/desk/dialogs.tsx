import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { DESK_PAUSES, TRANSFER_NOTES } from '../../src-main/domain/desk.ts';
import { DeskButton } from './button.tsx';
import { GiveNumber } from './give.tsx';
import type { Ordered } from './orders.ts';
import { currentOf, type DeskProps, inWords } from './state.ts';
import { wordsOf } from './words.ts';

type Transfer = Extract<Ordered, { kind: 'transfer' }>;

export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const own = useRef<HTMLDialogElement>(null);
  useEffect(() => own.current?.showModal(), []);
  return (
    <dialog ref={own} class="desk-dialog" aria-labelledby="desk-dialog" onClose={onClose}>
      <h2 id="desk-dialog">{title}</h2>
      {children}
    </dialog>
  );
}

export function PauseDialog({ state, doing }: DeskProps) {
  const t = wordsOf(state.language);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t(currentOf(state) === null ? 'desk.pause.title' : 'desk.pause.titleAfter')} onClose={close}>
      <div class="desk-actions">
        {DESK_PAUSES.map((reason) => (
          <DeskButton
            key={reason}
            onPress={() => {
              close();
              doing.order({ kind: 'pause', reason });
            }}
          >
            {t(`desk.pause.${reason}`)}
          </DeskButton>
        ))}
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

/** Chooses the services called at this desk, with the wait that a citizen who came now would have. */
export function ChooseDialog({ state, doing }: DeskProps) {
  const { view, left, language } = state;
  const t = wordsOf(language);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.choose.title')} onClose={close}>
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('desk.waiting.calls')}</th>
            <th scope="col">{t('desk.waiting.service')}</th>
            <th scope="col">{t('desk.waiting.comer')}</th>
          </tr>
        </thead>
        <tbody>
          {view?.waiting.map(({ serviceId, name, comer }) => (
            <tr key={serviceId}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${t('desk.waiting.calls')}: ${inWords(name, language)}`}
                  checked={!left.includes(serviceId)}
                  onChange={({ currentTarget: { checked } }) =>
                    doing.change({ left: checked ? left.filter((one) => one !== serviceId) : [...left, serviceId] })
                  }
                />
              </td>
              <th scope="row">{inWords(name, language)}</th>
              <td>{comer === null ? '' : comerText(comer, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="desk-actions">
        <DeskButton look="main" onPress={close}>
          {t('desk.do.close')}
        </DeskButton>
      </div>
    </Dialog>
  );
}

type Comer = NonNullable<DeskView['waiting'][number]['comer']>;

/** The same words that the kiosk shows for the service. */
function comerText({ waiting, minutes }: Comer, t: ReturnType<typeof wordsOf>): string {
  const before = t('desk.waiting.before', { count: waiting });
  return minutes === null ? before : `${before} · ${t('desk.waiting.range', { ...minutes })}`;
}

export function GiveDialog(props: DeskProps) {
  const { state, doing } = props;
  const t = wordsOf(state.language);
  const close = () => doing.change({ dialog: null });
  return (
    <Dialog title={t('desk.give.title')} onClose={close}>
      <GiveNumber {...props} />
      <div class="desk-actions">
        <DeskButton onPress={close}>{t('desk.do.close')}</DeskButton>
      </div>
    </Dialog>
  );
}

/** Chooses where a number is transferred and what goes with it: fixed words, so that no personal data is written. */
export function TransferDialog({ state, doing }: DeskProps) {
  const { view, language } = state;
  const t = wordsOf(language);
  const current = currentOf(state);
  const targets = view === null ? [] : targetsOf(view);
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<Transfer['note']>(null);
  const close = () => doing.change({ dialog: null });
  const target = targets[at];
  if (current === null || target === undefined) return null;
  return (
    <Dialog title={t('desk.transfer.title', { label: current.number })} onClose={close}>
      <label>
        {t('desk.transfer.to')}
        <select value={at} onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}>
          {targets.map(({ to, name }, index) => (
            <option key={index} value={index}>
              {to.of === 'service'
                ? t('desk.transfer.service', { service: inWords(name, language) })
                : t('desk.transfer.desk', { place: inWords(name, language) })}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('desk.transfer.note')}
        <select
          value={note ?? ''}
          onChange={({ currentTarget }) => setNote(TRANSFER_NOTES.find((one) => one === currentTarget.value) ?? null)}
        >
          <option value="">{t('desk.note.none')}</option>
          {TRANSFER_NOTES.map((one) => (
            <option key={one} value={one}>
              {t(`desk.note.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div class="desk-actions">
        <DeskButton
          look="main"
          onPress={() => {
            close();
            doing.order({ kind: 'transfer', ticketId: current.ticketId, to: target.to, note });
          }}
        >
          {t('desk.do.send')}
        </DeskButton>
        {view?.comesBack && (
          <DeskButton isOff={state.isCut} onPress={() => doing.change({ dialog: 'come-back' })}>
            {t('desk.comeBack.title')}
          </DeskButton>
        )}
        <DeskButton onPress={close}>{t('desk.do.cancel')}</DeskButton>
      </div>
    </Dialog>
  );
}

const targetsOf = ({ waiting, desks }: DeskView): { to: Transfer['to']; name: DeskView['deskName'] }[] => [
  ...waiting.map(({ serviceId, name }) => ({ to: { of: 'service', serviceId } as const, name })),
  ...desks.map(({ deskId, name }) => ({ to: { of: 'desk', deskId } as const, name })),
];
