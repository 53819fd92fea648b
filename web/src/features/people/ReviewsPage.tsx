export default function Stub() { return <div /> }
