import { createContext, useContext } from 'react'

/** Where the pictures of the sheet are found, where that is not the open map: a shared one has a way of its own. */
export const ImagesContext = createContext<((image: string) => string) | undefined>(undefined)
export const useImagePath = () => useContext(ImagesContext)
