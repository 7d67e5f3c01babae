"""What serves the application: files, headers, links, the API's own document."""
