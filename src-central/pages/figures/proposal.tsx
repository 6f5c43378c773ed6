import { useState } from 'preact/hooks';
import type { TwinReport } from '../../../src-main/contract/centre/twin.ts';
import { Button } from '../parts/fields.tsx';
import { useTwin, useTwinWords } from './use-twin.ts';
import { useFigureWords } from './words.ts';

/** Shows the change that shortens the waits in the worst hour most: its price, its gain, the data behind it, and a cheaper change. */
export function ProposalCard({ report, children }: { report: TwinReport; children?: preact.ComponentChildren }) {
  const { say, number, range, hours, day, named, minutes } = useTwinWords();
  const { between } = useFigureWords();
  const { worst, proposal, cheaper, tried } = report;
  if (worst === null) return null;
  if (proposal === null)
    return (
      <section class="proposal" aria-labelledby="proposal">
        <h2 id="proposal">{say('proposal.none')}</h2>
        <p>{say('proposal.noneWhy')}</p>
      </section>
    );
  const { change, gain, gainOfWeek, deskHours } = proposal;
  const after = (saved: number): string => number(Math.max(0, worst.wait.mean - saved));
  return (
    <section class="proposal" aria-labelledby="proposal">
      <h2 id="proposal">{say('proposal.title')}</h2>
      <p class="proposal-what">{named(change, report)}</p>
      <dl>
        <div>
          <dt>{say('proposal.costs')}</dt>
          <dd>{deskHours === 0 ? say('proposal.nothing') : say('proposal.hours', { deskHours: hours(deskHours) })}</dd>
        </div>
        <div>
          <dt>{say('proposal.inReturn')}</dt>
          <dd>{say('proposal.gain', { before: number(worst.wait.mean), after: after(gain.mean) })}</dd>
          <dd class="proposal-less">{`${day(worst.date)}, ${between(worst.hour)}`}</dd>
        </div>
      </dl>
      <p>{say('proposal.why', { from: number(gain.from ?? 0), to: number(gain.to ?? 0), tried })}</p>
      <p>{say('proposal.week', { minutes: number(gainOfWeek.mean) })}</p>
      {cheaper === null ? null : (
        <p>{say('proposal.cheaper', { name: named(cheaper.change, report), minutes: after(cheaper.gain.mean) })}</p>
      )}
      <p class="unseen">{`${minutes(gain.mean)} ${range(gain)}`}</p>
      {children}
    </section>
  );
}

export function OfficeProposal({ officeId }: { officeId: string }) {
  const { isReady, say } = useTwinWords();
  const { body } = useTwin(officeId, null);
  const [isHidden, hide] = useState(false);
  if (!isReady || isHidden || body?.state !== 'report' || body.report.proposal === null) return null;
  return (
    <ProposalCard report={body.report}>
      <div class="page-buttons">
        <a class="button button-main" href={`/figures/${encodeURIComponent(officeId)}/twin`}>
          {say('page.look')}
        </a>
        <Button onPress={() => hide(true)}>{say('page.notNow')}</Button>
      </div>
    </ProposalCard>
  );
}
