import {
  IconAd2, IconBrandWhatsapp, IconBuildingStore, IconCalendarEvent, IconCirclesRelation, IconDeviceMobile, IconDots, IconHeadset, IconMail, IconMessage2, IconMessages, IconSearch, IconShare3,
  IconShoppingBag, IconUsersGroup, IconWorld, IconSpeakerphone, type Icon,
} from '../ui/icons'

/** A fixed colour and sign for each channel, readable on light and dark; a workspace's own channels look like 'other'. */
export interface ChannelLook { color: string; icon: Icon }

const looks: Record<string, ChannelLook> = {
  web: { color: '#3b7dd8', icon: IconWorld },
  app: { color: '#8059d4', icon: IconDeviceMobile },
  store: { color: '#b0741a', icon: IconBuildingStore },
  call: { color: '#c2506e', icon: IconHeadset },
  email: { color: '#2f8f9d', icon: IconMail },
  sms: { color: '#7a8a1e', icon: IconMessage2 },
  whatsapp: { color: '#2e9b57', icon: IconBrandWhatsapp },
  chat: { color: '#4a9ac4', icon: IconMessages },
  social: { color: '#c74f9d', icon: IconShare3 },
  ads: { color: '#cc6a2c', icon: IconAd2 },
  search: { color: '#5b6fbf', icon: IconSearch },
  referral: { color: '#9a6a4f', icon: IconSpeakerphone },
  marketplace: { color: '#a8485a', icon: IconShoppingBag },
  community: { color: '#5f8f4e', icon: IconUsersGroup },
  event: { color: '#9056b3', icon: IconCalendarEvent },
  several: { color: '#6f7775', icon: IconCirclesRelation },
}
const other: ChannelLook = { color: '#84868a', icon: IconDots }

export function channelLook(channel: string | undefined): ChannelLook {
  return (channel && looks[channel]) || other
}
