/** The office's own clocks: where a moment belongs to no place, it is told as the organisation's clocks show it, never as this device's. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export const OfficeZone = createContext('')

export const useZone = (): string => useContext(OfficeZone)
