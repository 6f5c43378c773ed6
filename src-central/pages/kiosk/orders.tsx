import { useRef, useState } from 'preact/hooks';
import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import type { GivenOrder, OrderProposal } from '../../../src-main/contract/centre/orders.ts';
import type { Result } from '../../../src-main/domain/result.ts';
import { partsOf } from '../city/trouble-words.ts';
import type { Refused } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { useNow, useWhen } from '../parts/data-age.tsx';
import { Button, Said } from '../parts/fields.tsx';
import { saveFile } from '../parts/save-file.ts';
import { Section } from '../parts/section.tsx';

/** The commands that a person can give to a kiosk. They repeat the contract, whose schemas a page does not load. */
const ACTIONS = ['print-test', 'send-diagnostics', 'restart', 'pause', 'resume'] as const satisfies readonly Action[];
type Action = 'print-test' | 'send-diagnostics' | 'restart' | 'pause' | 'resume';
const MOST_SHOWN = 6;

const isRefusal = ({ kind }: Refused): 'refused' | 'refusedRole' =>
  kind === 'wrong-role' || kind === 'wrong-office' || kind === 'needs-another-person' ? 'refusedRole' : 'refused';

export function Orders({ sheet: { kioskId, officeId, revokedAt } }: { sheet: KioskSheet }) {
  const { t, may, client } = usePage();
  const { body, again } = useAsked('listOrders', { params: { kioskId } });
  const [said, setSaid] = useState('');
  const isAsking = useRef(false);
  /** Gives a command to the kiosk. The second click of a double click is ignored. */
  async function give(action: Action | 'forget-pin', ask: () => Promise<Result<unknown, Refused>>): Promise<void> {
    if (isAsking.current) return;
    isAsking.current = true;
    const answered = await ask();
    isAsking.current = false;
    const name = t(`kiosk.action.${action}`);
    setSaid(answered.ok ? t('kiosk.ordered', { action: name }) : t(`kiosk.${isRefusal(answered.error)}`));
    again();
  }
  const order = (action: Action) =>
    give(action, () => client.ask('orderKiosk', { params: { kioskId }, body: { action } }));
  const propose = () =>
    give('forget-pin', () => client.ask('proposeOrder', { params: { kioskId }, body: { action: 'forget-pin' } }));
  const confirm = ({ orderId }: OrderProposal) =>
    give('forget-pin', () => client.ask('confirmOrder', { params: { kioskId, orderId } }));
  const orders = body?.orders ?? [];
  const proposals = body?.proposals ?? [];
  return (
    <Section id="orders-title" title={t('kiosk.orders')}>
      {revokedAt === null && may('orderKiosk', officeId) ? (
        <details class="give">
          <summary>{t('kiosk.give')}</summary>
          <div class="give-keys">
            {ACTIONS.map((action) => (
              <Button key={action} onPress={() => order(action)}>
                {t(`kiosk.action.${action}`)}
              </Button>
            ))}
            {may('proposeOrder', officeId) ? <Button onPress={propose}>{t('kiosk.action.forget-pin')}</Button> : null}
          </div>
        </details>
      ) : null}
      <Said>{said}</Said>
      <ul>
        {proposals.map((proposal) => (
          <Proposed key={proposal.orderId} proposal={proposal} onConfirm={() => void confirm(proposal)} />
        ))}
        {orders.slice(0, MOST_SHOWN).map((one) => (
          <Given key={one.orderId} order={one} />
        ))}
      </ul>
      {body !== null && orders.length + proposals.length === 0 ? <p class="note">{t('kiosk.noOrders')}</p> : null}
      {may('readDiagnostics', officeId) ? <Diagnostics kioskId={kioskId} /> : null}
    </Section>
  );
}

function Proposed({ proposal, onConfirm }: { proposal: OrderProposal; onConfirm: () => void }) {
  const { t, session, may } = usePage();
  const when = useWhen();
  return (
    <li class="order">
      <span class="order-time">{when(proposal.proposedAt)}</span>
      <div>
        <p>{t('kiosk.action.forget-pin')}</p>
        <p>{t('kiosk.proposed', { name: proposal.proposedBy })}</p>
        <p>{t('kiosk.forgetLead', { time: when(proposal.deadline) })}</p>
        {may('confirmOrder') && session.name !== proposal.proposedBy ? (
          <Button onPress={onConfirm}>{t('kiosk.confirm')}</Button>
        ) : null}
      </div>
    </li>
  );
}

function Given({ order }: { order: GivenOrder }) {
  const { t, operator } = usePage();
  const nowMs = useNow();
  const when = useWhen();
  const { action, deadline, end, orderedAt, orderedBy } = order;
  const known = [...ACTIONS, 'forget-pin' as const].find((one) => one === action);
  const isLate = end === null && Date.parse(deadline) < nowMs;
  const said = end === null ? '' : operator(end.result as 'paper-out', { defaultValue: '' });
  const reason = said === '' ? t('kiosk.reasonOfLater') : partsOf(said).says;
  return (
    <li class="order">
      <span class="order-time">{when(orderedAt)}</span>
      <div>
        <p>{t(`kiosk.action.${known ?? 'ofLater'}`)}</p>
        {end === null ? (
          <p>{isLate ? t('kiosk.late') : t('kiosk.waits', { time: when(deadline) })}</p>
        ) : end.result === 'done' ? (
          <p>{t('kiosk.done', { time: when(end.at) })}</p>
        ) : (
          <p class="order-failed">{t('kiosk.failed', { reason })}</p>
        )}
        {orderedBy === '' ? null : <p class="order-by">{orderedBy}</p>}
      </div>
    </li>
  );
}

function Diagnostics({ kioskId }: { kioskId: string }) {
  const { t, client } = usePage();
  const [said, setSaid] = useState('');
  async function fetchThem(): Promise<void> {
    const answered = await client.ask('readDiagnostics', { params: { kioskId } });
    if (!answered.ok)
      return setSaid(
        t(answered.error.kind === 'not-found' ? 'kiosk.noDiagnostics' : `kiosk.${isRefusal(answered.error)}`),
      );
    const { body } = answered.value;
    if (body === null) return;
    saveFile(`${kioskId}-${body.receivedAt.slice(0, 10)}.ndjson`, [body.lines], 'application/x-ndjson');
    setSaid('');
  }
  return (
    <div class="diagnostics">
      <Button onPress={fetchThem}>{t('kiosk.diagnostics')}</Button>
      <Said>{said}</Said>
    </div>
  );
}
