export interface ServicePrivacy {
  readonly services: readonly { readonly serviceId: string; readonly sensitive: boolean }[];
}

/**
 * Whether only the holder and the staff may see turns of this service. A service missing from the profile counts as sensitive. A sensitive
 * office (`sensitive` of its profile) still calls numbers in its hall, without naming a service, because everyone in its waiting room came
 * for the same matter.
 */
export const isSensitiveService = ({ services }: ServicePrivacy, serviceId: string): boolean =>
  services.find((service) => service.serviceId === serviceId)?.sensitive !== false;
