/* Prints what getaddrinfo answers for a name, an address a line. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM }, *list, *a;
	char text[INET6_ADDRSTRLEN];

	if (argc != 2 || getaddrinfo(argv[1], 0, &hints, &list) != 0)
		return 1;
	for (a = list; a; a = a->ai_next) {
		void *from = a->ai_family == AF_INET6
			? (void *)&((struct sockaddr_in6 *)a->ai_addr)->sin6_addr
			: (void *)&((struct sockaddr_in *)a->ai_addr)->sin_addr;
		puts(inet_ntop(a->ai_family, from, text, sizeof text));
	}
	return 0;
}
