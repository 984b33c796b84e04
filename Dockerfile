FROM scratch
COPY hextet /hextet
ENTRYPOINT ["/hextet"]
