import type Database from 'better-sqlite3';
import type { DecidedProposal } from '../../centre/ports/centre-memory.ts';
import type { ProposalDecision } from '../../contract/centre/proposals.ts';

/** The centre's decisions on this kiosk's proposals to change the office's profile. Throws disk errors. */
export interface ProposalRows {
  /** Saves a decision, unless a decision on the same proposal is already stored. */
  put(decision: ProposalDecision): void;
  all(): DecidedProposal[];
}

export function openProposalRows(database: Database.Database): ProposalRows {
  const put = database.prepare(
    'INSERT OR IGNORE INTO proposal_decision (no, decision, reason, version) VALUES (?, ?, ?, ?)',
  );
  const all = database.prepare<[], DecidedProposal>(
    'SELECT no, decision, reason, version FROM proposal_decision ORDER BY no',
  );
  return {
    put: ({ no, decision, reason, version }) => void put.run(no, decision, reason, version),
    all: () => all.all(),
  };
}
