"""Request bodies and URLs: parameter builders, forms with files, multipart, MIME types. No socket."""
