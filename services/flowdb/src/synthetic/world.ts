import { Contacts } from './contacts.ts'
import { type Country, makeCountry } from './country/country.ts'
import { type DeviceModel, makeDevices } from './devices.ts'
import { Disaster } from './disaster.ts'
import { Recharges } from './events/topups.ts'
import { buildNetwork, type Network } from './network.ts'
import type { Parameters } from './parameters.ts'
import { Residences } from './residences.ts'
import { makeSubscribers, type Subscriber } from './subscribers.ts'

/** Everything about the country that does not change from event to event. */
export interface World {
  readonly parameters: Parameters
  readonly country: Country
  readonly disaster: Disaster | undefined
  readonly network: Network
  readonly devices: readonly DeviceModel[]
  readonly subscribers: readonly Subscriber[]
  readonly residences: Residences
  readonly contacts: Contacts
  readonly recharges: Recharges
}

/**
 * Makes the world of the given parameters.
 *
 * @throws {ParameterError} where it has no place for the disaster that they name.
 */
export function makeWorld(parameters: Parameters): World {
  const country = makeCountry(parameters)
  const devices = makeDevices(parameters)
  const subscribers = makeSubscribers(parameters, devices)
  const disaster = Disaster.of(country, parameters)
  const residences = new Residences(country, parameters, disaster)
  return {
    parameters,
    country,
    disaster,
    network: buildNetwork(country, parameters),
    devices,
    subscribers,
    residences,
    contacts: new Contacts(
      residences.initial.map(({ home }) => home),
      parameters,
    ),
    recharges: new Recharges(parameters, subscribers),
  }
}
