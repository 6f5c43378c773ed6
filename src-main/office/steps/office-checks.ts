import { pointerTo } from '../../contract/shared/json-pointer.ts';
import { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { OFFICE_RULES, type OfficeRule } from '../contract/office.ts';
import type { OfficeFault, OfficeProblem } from '../ports/own-office.ts';

export function checkedProfile(document: unknown): Result<OfficeProfile, OfficeFault> {
  const profile = OfficeProfile.safeParse(document);
  if (profile.success) return succeed(profile.data);
  const problems = profile.error.issues.map((issue): OfficeProblem => {
    const rule = issue.code === 'custom' ? ruleOf(issue.params) : 'field';
    return { pointer: pointerTo(issue.path), rule, detail: issue.message };
  });
  return refuse({ kind: 'profile-invalid', problems });
}

/** The rule that a fault of the schema names; `field` if the fault names no known rule, because the value of a single field is wrong. */
function ruleOf(params: Readonly<Record<string, unknown>> = {}): OfficeRule {
  const { rule: named } = params;
  return OFFICE_RULES.find((rule) => rule === named) ?? 'field';
}
