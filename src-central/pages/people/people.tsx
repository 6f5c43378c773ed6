import './people.css';
import { useState } from 'preact/hooks';
import type { Person } from '../../../src-main/contract/centre/people.ts';
import type { Refused } from '../client.ts';
import { PageHead } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { sinceWhen } from '../times.ts';
import { type Invitation, Invite } from './invite.tsx';
import { roleOf } from './roles.ts';

interface Link {
  name: string;
  link: string;
  until: string;
}

const SAID = [
  'name-taken',
  'needs-another-person',
  'already-decided',
  'order-expired',
  'not-found',
  'no-staff-pages',
  'malformed-request',
  'unreachable',
] as const satisfies readonly Refused['kind'][];

export function PeoplePage() {
  const { t, language, client, may } = usePage();
  const nowMs = useNow();
  const { body, atMs, fault, again } = useAsked('listPeople', { params: {} });
  const offices = useAsked('listOffices', { params: {} });
  const [link, setLink] = useState<Link | null>(null);
  const [said, setSaid] = useState('');
  const people = body?.people.filter(({ withdrawnAt }) => withdrawnAt === null) ?? [];
  const withdrawn = body?.people.filter(({ withdrawnAt }) => withdrawnAt !== null) ?? [];
  const title = body === null ? t('nav.people') : t('people.title', { count: people.length });
  useTitle(title);
  const names = new Map<string, string>(offices.body?.offices.map(({ officeId, name }) => [officeId, name]));
  const ended = (refused: Refused | null, done: string): void => {
    const known = SAID.find((one) => one === refused?.kind);
    setSaid(refused === null ? done : t(`people.refused.${known ?? 'other'}`));
    again();
  };
  async function invite(invitation: Invitation): Promise<void> {
    const answered = await client.ask('invitePerson', { params: {}, body: invitation });
    if (answered.ok && answered.value.body !== null) setLink({ name: invitation.name, ...answered.value.body });
    ended(answered.ok ? null : answered.error, '');
  }
  async function withdraw({ personId, name }: Person): Promise<void> {
    const answered = await client.ask('withdrawPerson', { params: { personId } });
    ended(answered.ok ? null : answered.error, t('people.withdrawn', { name }));
  }
  async function propose({ personId, name }: Person): Promise<void> {
    const answered = await client.ask('proposeRecovery', { params: { personId } });
    ended(answered.ok ? null : answered.error, t('people.proposed', { name }));
  }
  async function confirmAccount({ personId, name }: Person): Promise<void> {
    const answered = await client.ask('confirmPerson', { params: { personId } });
    ended(answered.ok ? null : answered.error, t('people.confirmedPerson', { name }));
  }
  async function confirm({ personId, name, recovery }: Person): Promise<void> {
    if (recovery === null) return;
    const answered = await client.ask('confirmRecovery', { params: { personId, recoveryId: recovery.recoveryId } });
    if (answered.ok && answered.value.body !== null) setLink({ name, ...answered.value.body });
    ended(answered.ok ? null : answered.error, '');
  }
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <div role="status">
        {link === null ? null : (
          <ShownOnce
            key={link.link}
            label={t('people.link', { name: link.name, time: sinceWhen(link.until, language, nowMs) })}
            value={link.link}
            copy={t('people.copy')}
          />
        )}
      </div>
      <p class="said" role="status">
        {said}
      </p>
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : (
        <>
          <table class="table cards people">
            <thead>
              <tr>
                <th scope="col">{t('people.name')}</th>
                <th scope="col">{t('people.does')}</th>
                <th scope="col">{t('people.access')}</th>
                <th scope="col">{t('people.change')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <PersonRow
                  key={person.personId}
                  person={person}
                  office={person.officeIds?.map((officeId) => names.get(officeId) ?? officeId).join(', ') ?? null}
                  onWithdraw={() => void withdraw(person)}
                  onPropose={() => void propose(person)}
                  onConfirm={() => void confirm(person)}
                  onConfirmAccount={() => void confirmAccount(person)}
                />
              ))}
            </tbody>
          </table>
          {may('invitePerson') ? (
            <Invite offices={offices.body?.offices ?? []} onInvite={(invitation) => void invite(invitation)} />
          ) : null}
          {withdrawn.length === 0 ? null : <Withdrawn people={withdrawn} />}
        </>
      )}
    </>
  );
}

function PersonRow({
  person,
  office,
  onWithdraw,
  onPropose,
  onConfirm,
  onConfirmAccount,
}: {
  person: Person;
  office: string | null;
  onWithdraw: () => void;
  onPropose: () => void;
  onConfirm: () => void;
  onConfirmAccount: () => void;
}) {
  const { t, language, session, may } = usePage();
  const nowMs = useNow();
  const { name, role, account, since, lastAccess, sessions, recovery, unconfirmedOf } = person;
  const isOwn = name === session.name;
  const known = roleOf(role);
  const mayRecover = since !== null && account !== 'directory';
  return (
    <tr>
      <th scope="row">
        {name}
        {account === 'local' ? null : <p>{t(`people.account.${account}`)}</p>}
      </th>
      <td>
        {t(`people.role.${known ?? 'ofLater'}`)} · {office ?? t('people.everyOffice')}
      </td>
      <td>
        {since === null ? t('people.invited') : sinceWhen(lastAccess?.at ?? null, language, nowMs)}
        {sessions === 0 ? null : <strong> · {t('people.inNow')}</strong>}
      </td>
      <td>
        {isOwn ? (
          <a href="/account" data-loads>
            {t('people.own')}
          </a>
        ) : (
          <>
            {since === null || unconfirmedOf === null ? null : (
              <div>
                <p>{t('people.unconfirmed', { name: unconfirmedOf })}</p>
                {may('confirmPerson') && unconfirmedOf !== session.name ? (
                  <button type="button" class="button" onClick={onConfirmAccount}>
                    {t('people.confirmPerson', { name })}
                  </button>
                ) : null}
              </div>
            )}
            {recovery === null ? null : (
              <div>
                <p>
                  {t('people.proposal', {
                    name: recovery.proposedBy,
                    time: sinceWhen(recovery.until, language, nowMs),
                  })}
                </p>
                {may('confirmRecovery') && recovery.proposedBy !== session.name ? (
                  <button type="button" class="button" onClick={onConfirm}>
                    {t('people.confirm', { name })}
                  </button>
                ) : null}
              </div>
            )}
            {mayRecover && recovery === null && may('proposeRecovery') ? (
              <details class="give">
                <summary>
                  {t('people.recover')} <span class="unseen">{name}</span>
                </summary>
                <div class="give-keys">
                  <p>{t('people.recoverLead')}</p>
                  <button type="button" class="button" onClick={onPropose}>
                    {t('people.propose', { name })}
                  </button>
                </div>
              </details>
            ) : null}
            {may('withdrawPerson') ? (
              <details class="give">
                <summary>
                  {t('people.withdraw')} <span class="unseen">{name}</span>
                </summary>
                <div class="give-keys">
                  <p>{t('people.withdrawLead', { name })}</p>
                  <button type="button" class="button" onClick={onWithdraw}>
                    {t('people.withdrawSure', { name })}
                  </button>
                </div>
              </details>
            ) : null}
          </>
        )}
      </td>
    </tr>
  );
}

function Withdrawn({ people }: { people: readonly Person[] }) {
  const { t, language } = usePage();
  const nowMs = useNow();
  return (
    <section class="people-ended" aria-labelledby="withdrawn-title">
      <div class="list-head">
        <h2 id="withdrawn-title">{t('people.noLonger')}</h2>
      </div>
      <ul>
        {people.map(({ personId, name, withdrawnAt }) => (
          <li key={personId} class="order">
            <span class="order-time">{sinceWhen(withdrawnAt, language, nowMs)}</span>
            <span>{name}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
