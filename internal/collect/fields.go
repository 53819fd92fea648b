package collect

// field is a value of a call that means something to us. Everything else is kept inside its object, or passed over.
type field uint8

const (
	unknown field = iota

	// Of an item. Those from fSentAt to fContext stand beside a batch as well.
	fType
	fEvent
	fName
	fCategory
	fUserID
	fAnonymousID
	fPreviousID
	fGroupID
	fMessageID
	fChannel
	fTimestamp
	fOriginalTimestamp
	fProperties
	fTraits
	fMergeProperties
	fSentAt
	fWriteKey
	fIntegrations
	fContext
	fBatch

	// Of properties.
	fPropName
	fPropCategory

	// Of traits.
	fEmail
	fPhone
	fLoyaltyID

	// Of context, and of its traits and device.
	cTraits
	cEmail
	cPhone
	cLoyaltyID
	cDevice
	cDeviceID
	cExternalIDs
	cGroupID
	cChannel

	fields
)

// place is an object whose members mean something.
type place uint8

const (
	nowhere place = iota
	inEnvelope
	inItem
	inProperties
	inTraits
	inContext
	inContextTraits
	inDevice
)

// inside is the place that a field's object is, and the range of fields that are read in it.
func (f field) inside() (p place, from, to field) {
	switch f {
	case fProperties:
		return inProperties, fPropName, fPropCategory
	case fTraits:
		return inTraits, fEmail, fLoyaltyID
	case fContext:
		return inContext, cTraits, cChannel
	case cTraits:
		return inContextTraits, cEmail, cLoyaltyID
	case cDevice:
		return inDevice, cDeviceID, cDeviceID
	}
	return nowhere, 1, 0
}

// fieldOf is the field with a name at a place. Names are as the specification writes them; only case that agrees counts.
func fieldOf(p place, name []byte) field {
	switch p {
	case inItem:
		return itemField(name)
	case inContext:
		switch string(name) {
		case "traits":
			return cTraits
		case "device":
			return cDevice
		case "externalIds":
			return cExternalIDs
		case "groupId":
			return cGroupID
		case "channel":
			return cChannel
		}
	case inProperties:
		switch string(name) {
		case "name":
			return fPropName
		case "category":
			return fPropCategory
		}
	case inTraits:
		return traitField(name, fEmail)
	case inContextTraits:
		return traitField(name, cEmail)
	case inDevice:
		if string(name) == "id" {
			return cDeviceID
		}
	case inEnvelope:
		switch string(name) {
		case "batch":
			return fBatch
		case "context":
			return fContext
		case "integrations":
			return fIntegrations
		case "sentAt":
			return fSentAt
		case "writeKey":
			return fWriteKey
		}
	}
	return unknown
}

func itemField(name []byte) field {
	switch string(name) {
	case "type":
		return fType
	case "event":
		return fEvent
	case "name":
		return fName
	case "category":
		return fCategory
	case "userId":
		return fUserID
	case "anonymousId":
		return fAnonymousID
	case "previousId":
		return fPreviousID
	case "groupId":
		return fGroupID
	case "messageId":
		return fMessageID
	case "channel":
		return fChannel
	case "timestamp":
		return fTimestamp
	case "originalTimestamp":
		return fOriginalTimestamp
	case "sentAt":
		return fSentAt
	case "writeKey":
		return fWriteKey
	case "properties":
		return fProperties
	case "traits":
		return fTraits
	case "context":
		return fContext
	case "integrations":
		return fIntegrations
	case "mergeProperties":
		return fMergeProperties
	}
	return unknown
}

// traitField is the trait that identifies a person; email is the first of the three fields of its place.
func traitField(name []byte, email field) field {
	switch string(name) {
	case "email":
		return email
	case "phone":
		return email + 1
	case "loyalty_id", "loyaltyId":
		return email + 2
	}
	return unknown
}
