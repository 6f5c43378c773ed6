/** A place on the earth in degrees (WGS 84). */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const FORM = /^(-?\d{1,2}(?:\.\d{1,8})?), ?(-?\d{1,3}(?:\.\d{1,8})?)$/;
const EARTH_METRES = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Reads latitude and longitude as they are copied from maps: `41.5632, 2.0089`. `null`: the text has another form, or there is no such
 * place.
 */
export function readPosition(text: string): Position | null {
  const [, latitude, longitude] = (FORM.exec(text) ?? []).map(Number);
  if (latitude === undefined || longitude === undefined) return null;
  return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? null : { latitude, longitude };
}

/** Distance in a straight line, metres (haversine). */
export function metresBetween(one: Position, other: Position): number {
  const [here, there] = [radians(one.latitude), radians(other.latitude)];
  const across = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const part = Math.sin((there - here) / 2) ** 2 + Math.cos(here) * Math.cos(there) * across;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(part)));
}
