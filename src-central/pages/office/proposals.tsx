import { useState } from 'preact/hooks';
import type { Operation } from 'rfc6902';
import type { OfficeProposal } from '../../../src-main/contract/centre/proposals.ts';
import type { ShownChange } from '../../../src-main/office/contract/office.ts';
import { checkedProfile } from '../../../src-main/office/steps/office-checks.ts';
import { differences, patched } from '../../../src-main/office/steps/office-differences.ts';
import { withProposal } from '../../configuration/apply-proposal.ts';
import type { Refused } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { Button, SubmitButton } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { goTo } from '../router.ts';
import { hourOf, localDay } from '../times.ts';
import { Changes } from './changes.tsx';
import { OfficeFrame, pathOf } from './office-frame.tsx';
import { FromDay, faultWords } from './review.tsx';
import { laterOf } from './rules.ts';
import { type OpenOffice, officePage } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

export const ProposalsPage = officePage(Proposals);

function Proposals({ office }: { office: OpenOffice }) {
  const { t, date } = useOfficeWords();
  const { route } = usePage();
  const { officeId, name, versions } = office;
  const { body, fault, again } = useAsked('listOfficeProposals', { params: { officeId } });
  const accepted = versions.find(({ version }) => version === Number(route.query.get('accepted')));
  const open = body?.proposals.filter(({ state }) => state === 'open') ?? [];
  const over = body?.proposals.filter(({ state }) => state !== 'open') ?? [];
  return (
    <OfficeFrame
      office={office}
      part="proposals"
      title={
        body === null
          ? t('proposals.title', { office: name })
          : t('proposals.waiting', { count: open.length, office: name })
      }
    >
      <p class="office-said" role="status">
        {accepted !== undefined
          ? t('proposals.accepted', { version: accepted.version, date: date(accepted.effectiveFrom, 'long') })
          : route.query.has('refused')
            ? t('proposals.refused')
            : ''}
      </p>
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : (
        <>
          {open.map((proposal) => (
            <OpenProposal
              key={proposal.proposalId}
              office={office}
              proposal={proposal}
              onDecided={(said) => {
                goTo(pathOf(officeId, `/proposals?${said}`), { replace: true });
                document.querySelector<HTMLElement>('main')?.focus();
                again();
                office.renew();
              }}
            />
          ))}
          {over.length === 0 ? null : <OverProposals proposals={over} officeId={officeId} />}
        </>
      )}
    </OfficeFrame>
  );
}

function titleOf(
  { kioskName, madeAt }: OfficeProposal,
  { t, date, language }: ReturnType<typeof useOfficeWords>,
): string {
  const madeMs = Date.parse(madeAt);
  return t('proposals.of', { kiosk: kioskName, date: date(localDay(madeMs), 'long'), time: hourOf(madeMs, language) });
}

interface Looked {
  changes: readonly ShownChange[];
  fits: boolean;
}

/** Returns the proposal as a difference from the version on which it was made. `null`: the proposal cannot be shown. */
function lookAt(document: unknown, newest: unknown, patch: string): Looked | null {
  const before = checkedProfile(document);
  if (!before.ok) return null;
  const after = patched(before.value, JSON.parse(patch) as Operation[]);
  if (after === null) return null;
  return {
    changes: differences(before.value, after),
    fits: withProposal(JSON.stringify(newest), JSON.stringify(document), patch) !== null,
  };
}

function OpenProposal({
  office,
  proposal,
  onDecided,
}: {
  office: OpenOffice;
  proposal: OfficeProposal;
  /**
   * Called after the decision. The message about it goes into the page's address (`said`), because the page is drawn anew for the next
   * version.
   */
  onDecided: (said: string) => void;
}) {
  const words = useOfficeWords();
  const { t, date } = words;
  const { proposalId, from, base, patch } = proposal;
  const titleId = `proposal-${proposalId}`;
  return (
    <section class="proposal" aria-labelledby={titleId}>
      <h2 id={titleId}>{titleOf(proposal, words)}</h2>
      {base === null ? null : <p class="note">{t('proposals.there', { date: date(from, 'long') })}</p>}
      {base === null || patch === null ? (
        <>
          <p>{t(base === null ? 'proposals.noBase' : 'proposals.tooLong')}</p>
          <Decide office={office} proposal={proposal} onDecided={onDecided} fits={false} />
        </>
      ) : (
        <WithBase office={office} proposal={proposal} onDecided={onDecided} base={base} patch={patch} />
      )}
    </section>
  );
}

function WithBase({
  office,
  proposal,
  base,
  patch,
  onDecided,
}: {
  office: OpenOffice;
  proposal: OfficeProposal;
  base: number;
  patch: string;
  onDecided: (said: string) => void;
}) {
  const { t } = useOfficeWords();
  const ask = (version: number) => ({ params: { officeId: office.officeId, version: String(version) } });
  const { body, fault } = useAsked('readProfile', ask(base), { once: true });
  const newest = useAsked('readProfile', ask(office.newest.version), { once: true });
  if (body === null || newest.body === null) return <WaitingFor fault={fault ?? newest.fault} />;
  const looked = lookAt(body.document, newest.body.document, patch);
  return (
    <>
      {looked === null ? <p>{t('proposals.unreadable')}</p> : <Changes changes={looked.changes} />}
      {looked === null || looked.fits ? null : (
        <p class="office-notice">
          <strong>{t('proposals.conflict')}</strong> {t('proposals.conflictRest', { version: office.newest.version })}
        </p>
      )}
      <Decide office={office} proposal={proposal} onDecided={onDecided} fits={looked?.fits ?? false} />
    </>
  );
}

function Decide({
  office,
  proposal,
  fits,
  onDecided,
}: {
  office: OpenOffice;
  proposal: OfficeProposal;
  fits: boolean;
  onDecided: (said: string) => void;
}) {
  const { t, date } = useOfficeWords();
  const { client, may } = usePage();
  const { officeId, now, newest, bases } = office;
  const { proposalId } = proposal;
  const first = laterOf(now.serviceDay, newest.effectiveFrom);
  // A version for a later day that was published before this decision does not contain the proposal.
  const next = bases.find(({ effectiveFrom }) => effectiveFrom > first) ?? null;
  const [from, setFrom] = useState(first);
  const [reason, setReason] = useState('');
  const [isRefusing, setRefusing] = useState(false);
  const [fault, setFault] = useState<Refused | 'reason' | null>(null);
  if (!may('decideOfficeProposal', officeId)) return null;
  const decide = async (
    body: { decision: 'accepted'; effectiveFrom: string } | { decision: 'refused'; reason: string },
  ): Promise<void> => {
    const answered = await client.ask('decideOfficeProposal', { params: { officeId, proposalId }, body });
    if (!answered.ok) return setFault(answered.error);
    onDecided(body.decision === 'accepted' ? `accepted=${answered.value.body?.version ?? ''}` : 'refused');
  };
  return (
    <form
      class="publish"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRefusing) return void decide({ decision: 'accepted', effectiveFrom: from });
        if (reason.trim() === '') return setFault('reason');
        void decide({ decision: 'refused', reason: reason.trim() });
      }}
    >
      {fits && !isRefusing ? (
        <>
          <FromDay
            first={first}
            value={from}
            onChoose={setFrom}
            today={now.serviceDay}
            before={next?.effectiveFrom ?? null}
          />
          {next === null ? null : (
            <p>{t('review.until', { version: next.version, date: date(next.effectiveFrom, 'long') })}</p>
          )}
        </>
      ) : null}
      {isRefusing ? (
        <label class="field">
          <span>{t('proposals.reason')}</span>
          <input
            type="text"
            maxLength={200}
            value={reason}
            aria-invalid={fault === 'reason' || undefined}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      ) : null}
      <p class="field-fault" role="alert">
        {fault === null ? '' : fault === 'reason' ? t('proposals.reasonMissing') : faultWords(fault, t)}
      </p>
      <p class="buttons">
        {isRefusing ? (
          <>
            <SubmitButton>{t('do.refuse')}</SubmitButton>
            <Button onPress={() => setRefusing(false)}>{t('do.leave')}</Button>
          </>
        ) : (
          <>
            {fits ? <SubmitButton>{t('do.accept', { day: date(from, 'long') })}</SubmitButton> : null}
            <Button onPress={() => setRefusing(true)}>{t('do.refuseWith')}</Button>
          </>
        )}
      </p>
    </form>
  );
}

function OverProposals({ proposals, officeId }: { proposals: readonly OfficeProposal[]; officeId: string }) {
  const words = useOfficeWords();
  const { t } = words;
  return (
    <Section id="over-title" title={t('proposals.over')}>
      <ul class="office-days">
        {proposals.map((proposal) => {
          const { proposalId, state, decided } = proposal;
          return (
            <li key={proposalId}>
              <strong>{titleOf(proposal, words)}</strong>
              <span>
                {t(`proposals.state.${state === 'open' ? 'overtaken' : state}`)}
                {decided?.reason ? ` «${decided.reason}»` : ''}
              </span>
              <span class="days-state">
                {decided?.version ? (
                  <a href={pathOf(officeId, `/versions?version=${decided.version}`)}>
                    {t('versions.one', { version: decided.version })}
                  </a>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
