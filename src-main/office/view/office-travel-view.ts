import { localMoment } from '../../technician/view/technician-pages.ts';
import type { FoundOffice, OfficeTravelView } from '../contract/office-travel.ts';
import type { OfficeTravel, SeenOffice } from '../ports/office-travel.ts';
import type { Office } from '../steps/office.ts';

export interface TravelPlace {
  office: Office;
  travel: Pick<OfficeTravel, 'state'>;
}

export function travelView({ office, travel }: TravelPlace): OfficeTravelView {
  const { found, ...rest } = travel.state();
  return { ...rest, found: found.map((one) => foundView(one, office)) };
}

function foundView({ no, name, refused, seen }: SeenOffice, office: Office): FoundOffice {
  if (seen === null) return { no, name, refused, office: null };
  const { profile, slot, madeAt, trust, check } = seen;
  return {
    no,
    name,
    refused,
    office: {
      name: profile.name,
      address: profile.address,
      slot,
      made: madeAt === null ? null : localMoment(Date.parse(madeAt), office),
      trust,
      check,
    },
  };
}
