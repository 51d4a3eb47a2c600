import { ConfigError, type ConfigSources, secretFile } from '@flowkit/service'
import { z } from 'zod'
import type { CertificateFiles } from './certificate.ts'

/** The settings that say where the certificate is. They are paths: what is there is read again when it changes. */
export const certificateSettings = {
  FLOWAPI_CERTIFICATE_PATH: z
    .string()
    .optional()
    .describe('The file with the certificate and those that vouch for it, as PEM.'),
  FLOWAPI_CERTIFICATE_KEY_PATH: z
    .string()
    .optional()
    .describe('The file with its private key; without it the key is in the file with the certificate.'),
}

type CertificateSettings = z.output<z.ZodObject<typeof certificateSettings>>

/** FlowKit's container secrets: the first holds the key as well where there is no second. */
const SECRETS = { certificate: 'cert-flowkit.pem', key: 'key-flowkit.pem' } as const

/**
 * Where the certificate is: in the files that are set, or else in the container secrets; null where there is neither,
 * which means plain HTTP.
 *
 * @throws {ConfigError} for a key without a certificate.
 */
export function certificateFiles(
  { FLOWAPI_CERTIFICATE_PATH: path, FLOWAPI_CERTIFICATE_KEY_PATH: keyPath }: CertificateSettings,
  sources?: ConfigSources,
): CertificateFiles | null {
  if (path !== undefined) return { certificate: path, key: keyPath ?? path }
  if (keyPath !== undefined)
    throw new ConfigError('FLOWAPI_CERTIFICATE_KEY_PATH is set, but FLOWAPI_CERTIFICATE_PATH is not.')
  const secret = secretFile(SECRETS.certificate, sources)
  if (secret === undefined) return null
  return { certificate: secret, key: secretFile(SECRETS.key, sources) ?? secret }
}
