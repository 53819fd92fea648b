/** A name that every file system takes. */
export function fileName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control signs are among what no file is named with
  return name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g, ' ').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '').slice(0, 80) || 'map'
}
