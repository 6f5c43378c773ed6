import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLabel } from '../../../src-main/domain/numbering.ts';
import { succeed } from '../../../src-main/domain/result.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom, type Random } from '../random.ts';
import { type CaseOptions, type CaseReport, fillDisk, PLACES, type Place } from './office.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';

/** The size of the small disk. A core deletes its reserve file if it finds less than 8 MB free at its start. */
const DISK_BYTES = 24 * 1_024 * 1_024;

export interface FullDiskCase {
  name: string;
  place: Place;
  random: Random;
  plant?: NonNullable<CaseOptions['plant']>;
}

export async function runFullDiskCase(options: FullDiskCase): Promise<CaseReport & { how: SmallDisk['how'] }> {
  const roomy = mkdtempSync(join(tmpdir(), 'torn-roomy-'));
  const disk = await openSmallDisk(DISK_BYTES);
  try {
    return { ...(await fillDisk({ ...options, disk, roomy })), how: disk.how };
  } finally {
    await disk.close();
    rmSync(roomy, { recursive: true, force: true });
  }
}

/** Plants a fault: a refused request is answered with a ticket, as if the disk had had room. */
export function pretendToHaveRoom(): NonNullable<CaseOptions['plant']> {
  let last: TicketRecord | null = null;
  return (office) => ({
    find: office.find,
    async take(wish) {
      const answer = await office.take(wish);
      if (answer.ok) last = answer.value;
      if (answer.ok || last === null) return answer;
      const number = last.number + 1;
      last = { ...last, requestId: wish.requestId, number, label: formatLabel(last.series, number) };
      return succeed(last);
    },
  });
}

export async function runFullDisk({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const reports: CaseReport[] = [];
  for (let caseNo = 0; caseNo < n; caseNo += 1) {
    const place = PLACES[caseNo % PLACES.length] ?? 'both';
    const random = createRandom(seed, caseNo);
    const report = await runFullDiskCase({ name: `seed ${seed}, case ${caseNo} (${place})`, place, random });
    if (caseNo === 0) progress(report.how);
    reports.push(report);
  }
  const complaints = reports.flatMap((report) => report.complaints);
  tellComplaints(complaints, progress);
  const sum = (of: (report: CaseReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  progress(`${sum(({ refusals }) => refusals)} refusals, ${sum(({ restarts }) => restarts)} starts anew`);

  const control = await runFullDiskCase({
    name: 'control',
    place: 'journal',
    random: createRandom(seed, n),
    plant: pretendToHaveRoom(),
  });
  progress(`a core that pretends to have room: ${control.complaints.length} complaints`);
  const count = (...promises: string[]) => complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: complaints.length,
    lost: count('lost', 'changed'),
    repeated: count('repeated'),
    control: { planted: 1, caught: control.complaints.some(({ promise }) => promise === 'lost') ? 1 : 0 },
  };
}
