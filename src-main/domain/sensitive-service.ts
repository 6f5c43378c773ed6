export interface ServicePrivacy {
  readonly services: readonly { readonly serviceId: string; readonly sensitive: boolean }[];
}

/**
 * Whether only the holder and the staff may see turns of this service. A service missing from the profile counts as sensitive. A sensitive
 * office is another case: everyone in its waiting room came for the same matter, so it calls numbers, without naming a service.
 */
export const isSensitiveService = ({ services }: ServicePrivacy, serviceId: string): boolean =>
  services.find((service) => service.serviceId === serviceId)?.sensitive !== false;
