import { useParams } from 'react-router'

/** The part of the address that says which server, role or user the page is about. */
export function useAddressId(name: 'id' | 'serverId' = 'id'): string {
  const { [name]: id = '' } = useParams()
  return encodeURIComponent(id)
}
